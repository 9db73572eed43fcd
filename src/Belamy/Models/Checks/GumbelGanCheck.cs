using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("gumbel-gan", "expressions of the grammar S → x | S+S | S-S | S*S | S/S")]
    internal static void CheckGumbelGan(ReproductionRun run)
    {
        // Half as long as G takes to write mostly what is valid: the game is to do the rest.
        const double HalfTrained = 0.05;
        (long steps, int count) = run.Choose((20L, 40), (3_000L, 2_000), (20_000L, 5_000));
        GumbelGan recipe = GumbelGan with { Likelihood = HalfTrained, Steps = steps };
        if (run.Protocol == Protocol.Full)
            recipe = recipe with { Batch = 200 };
        Dataset data = run.Open("expressions");
        var kind = (Tokens)data.Main.Field.Kind;
        long alone = (long)Math.Ceiling(HalfTrained * steps);
        run.Description = $"{alone:N0} steps of likelihood alone and {steps - alone:N0} of the game, batches of {recipe.Batch}, {count:N0} samples; beside the likelihood's steps alone, and the same game without noise";
        var chart = new LineChart { Title = "gumbel-gan: samples that the grammar derives, %", HorizontalLabel = "step" };
        (double Valid, int Different, double Lengths)[] half = Play(recipe with { Likelihood = 1 }, alone, "likelihood alone");
        (double Valid, int Different, double Lengths)[] game = Play(recipe, steps, "with the game"), plain = Play(recipe with { Noise = false }, steps, "without noise");
        run.Effect("valid samples, %, by the game", [.. game.Select(one => one.Valid)], [.. half.Select(one => one.Valid)], published: "looks of samples");
        run.Effect("valid samples, %, by Gumbel's noise", [.. game.Select(one => one.Valid)], [.. plain.Select(one => one.Valid)]);
        run.Works("valid samples, %", [.. game.Select(one => one.Valid)], Ask.AtLeast(70));
        run.Works("different valid samples", [.. game.Select(one => (double)one.Different)], Ask.AtLeast(100));
        run.Tell("distance from the lengths of the data, 0 to 1", [.. game.Select(one => one.Lengths)]);
        run.Tell("different valid samples without noise", [.. plain.Select(one => (double)one.Different)]);
        run.Picture = chart.Draw();

        (double Valid, int Different, double Lengths)[] Play(GumbelGan played, long length, string label) => [.. run.Seeds(3).Select(seed =>
        {
            var (places, valid) = (new List<double>(), new List<double>());
            using TrainingRun trained = run.Train(played, data, length, seed, label, visit: generator =>
            {
                places.Add(length * (places.Count + 1) / 10.0);
                valid.Add(100 * GrammarValidity.Compute(kind, generator.Sample(count / 4).Values).Valid);
            });
            Samples samples = trained.Generator.Sample(count);
            if (seed == run.Seed && places.Count > 0)
                chart.Add(label, [.. places], [.. valid]);
            var validity = GrammarValidity.Compute(kind, samples.Values);
            return (100 * validity.Valid, (int)Math.Round(validity.Valid * validity.Different * count), LengthDistance(samples.Values));
        })];

        // Total variation: expressions have 0 to 5 operators, as often each; what is not valid has none of these lengths.
        double LengthDistance(ReadOnlySpan<float> values)
        {
            var shares = new double[ExpressionGrammar.Longest + 1];
            for (int at = 0; at < count; at++)
            {
                string text = kind.Tell(values.Slice(at * kind.Length, kind.Length));
                shares[ExpressionGrammar.Derives(text) ? text.Length : 0] += 1.0 / count;
            }

            return shares.Select((share, length) => Math.Abs(share - (length % 2 == 1 && length < ExpressionGrammar.Longest ? 1 / 6.0 : 0))).Sum() / 2;
        }
    }
}
