using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("two-step-translation", "digits, and negatives of other digits")]
    internal static void CheckTwoStepTranslation(ReproductionRun run)
    {
        long steps = run.Choose(6L, 900, 12_000);
        int count = run.Choose(16, 1_000, 10_000);
        run.Description = $"{steps:N0} steps of {TwoStepTranslation.Batch} digits and {TwoStepTranslation.Batch} negatives of others at 28×28, the last third the encoder's, width 16; the same with a generator for each set; the negatives of {count:N0} digits held back, judged by a classifier of digits";
        FieldedDataset data = DigitsAndNegatives(run.Open("digits"));
        var held = (ImageDataset)run.Open("mnist", DataSplit.Test);
        using ImageClassifier classifier = run.Judge(run.Open("mnist"));
        float[] digits = ItemFunction.Read(held, count);
        (double Kept, double Distance)[] with = Play(TwoStepTranslation, "one generator"), without = Play(TwoStepTranslation with { IsShared = false }, "a generator for each set");
        run.Effect("translated digits that are told for the true one, %, by one generator of both sets", [.. with.Select(one => one.Kept)], [.. without.Select(one => one.Kept)]);
        run.Works("translated digits that are told for the true one, %", [.. with.Select(one => one.Kept)], Ask.AtLeast(50));
        run.Tell("mean absolute error to the negatives", [.. with.Select(one => one.Distance)]);
        run.Note("While D was told the sets of generated digits too, translations were the digit itself, as much like it but of the set that it came from: after 1,500 steps 13 % of their negatives were told for the true one.");
        run.Note("At 32×32, with the larger networks of such pictures at rates of 10⁻³, 1,000 steps left no digits: 7 % were told for the true one, with one generator or two.");

        (double, double)[] Play(TwoStepTranslation recipe, string label) => run.Each(recipe, data, steps, label, trained =>
        {
            using var translate = new TrainedFunction(trained.Game.Functions[0], trained.Recipe.Seed);
            float[] made = translate.Apply(digits), positive = [.. made.Select(value => -value)];
            int length = held.ItemLength;
            run.Picture ??= ((Pictures)data.Main.Field.Kind).Draw([.. digits[..(8 * length)], .. made[..(8 * length)]], 8);
            return (ShareTold(classifier.Classify(positive).Classes, held), MeanDistance(positive, digits));
        });
    }
}
