using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("sgan", "MNIST digits, 10 of each class labelled", Revision = 3)]
    internal static void CheckSgan(ReproductionRun run)
    {
        Sgan recipe = run.Choose(
            Sgan with { Width = 20, Averaging = 0.99, LearningRateDecay = 0.5 },
            Sgan with { Averaging = 0.99, LearningRateDecay = 0.5 },
            Sgan with { Averaging = 0.999 });
        long steps = run.Choose<long>(10, 4 * 600, 110 * 600);
        run.Description = $"{steps / 600} epochs{(recipe.LearningRateDecay > 0 ? ", learning rate falling to 0 over the last half" : "")}, of 60,000 digits, the published run has 300; error on the 10,000 test digits";
        Dataset data = run.Open("mnist");
        Dataset test = run.Open("mnist", DataSplit.Test);
        double[] errors = Errors(recipe, steps, "with unlabelled and generated digits"), alone = Errors(new LabelledOnly(recipe) { Batch = recipe.Batch, Steps = recipe.Steps, LearningRateDecay = recipe.LearningRateDecay }, Math.Min(steps, 600), "labels only");
        run.Published("test error with 100 labels, %", errors, 0.93, 0.065, Better.Lower);
        run.Effect("test error with 100 labels, %, by unlabelled and generated digits", errors, alone, higher: false);
        run.Note("15 epochs left 3.2, 3.8 and 3.3 %, 110 epochs 1.11 % of one seed. Lengths of 2 and √2 reached 3.61 % after 14 epochs and 1.43 % after 100; lengths that are learned 4.85 % and 1.62 %.");

        double[] Errors(Recipe of, long length, string label) => run.Each(of, data, length, label, trained =>
        {
            if (trained.Game.Parts.Generator is not null)
                run.Picture ??= trained.Generator.Sample(25).ToGrid(5);
            return 100 * ClassificationError.Of(trained.Game, test);
        });
    }

    /// <summary>The discriminator alone, as a classifier of the labelled items.</summary>
    /// <param name="Whole">The system that it is of.</param>
    private sealed record LabelledOnly(Sgan Whole) : Recipe
    {
        public override Recipe Resolve(Shape item) => this with { Whole = (Sgan)Whole.Resolve(item) };

        public override NetworkSizes SizesFor(Shape item) => Whole.SizesFor(item);

        public override GameParts Build(GameSetup setup)
        {
            Module classifier = setup.Build("discriminator", Whole.Networks.Discriminator(setup.Sizes), setup.Item, [setup.Classes]);
            MovingAverage? average = setup.Average(Whole.Averaging, classifier);
            Player player = setup.Player("discriminator", Whole.Discriminator, [classifier], turn =>
            {
                (Tensor items, Tensor labels) = FewLabels.Choose(setup.Data, Whole.LabelsPerClass, Seed).Draw(turn);
                return CrossEntropy.Softmax(turn.Apply(classifier, items), labels);
            }, average);
            return new GameParts([player], new Alternating(), Generator: null)
            {
                Average = average,
                Classifier = (context, items) => classifier.Forward(context, items),
                Features = ItemFeatures.Hidden(classifier),
            };
        }
    }
}
