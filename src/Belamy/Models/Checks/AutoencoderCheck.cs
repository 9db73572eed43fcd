using Belamy.Data;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("autoencoder", "MNIST's 10,000 test digits")]
    internal static void CheckAutoencoder(ReproductionRun run)
    {
        long steps = run.Choose(20, 9_000, 30_000);
        Dataset data = run.Open("mnist");
        float[] test = ItemFunction.Read(run.Open("mnist", DataSplit.Test), run.Choose(500, 10_000, 10_000));
        float[] training = ItemFunction.Read(data, run.Choose(500, 20_000, 60_000));
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits; the principal components are those of {training.Length / data.ItemLength:N0} training digits";
        using TrainingRun trained = run.Train(run.Recipe, data, steps);
        float[] outputs = Reconstruct(trained, test);
        // A quarter: values in [-1, 1] are twice as far apart as pixels in [0, 1].
        run.Works("test error with 32 values, of pixels in [0, 1]", MeanSquare(outputs, test) / 4, Ask.AtMost(0.012));
        run.Status("principal components");
        var components = PrincipalComponents.Fit(training, data.ItemLength, 32);
        run.Tell("the same of 32 principal components", MeanSquare(components.Reconstruct(test), test) / 4, "about 0.017");
        run.Picture = Pairs(test, outputs, trained.Game.Game.Item);
    }

    private static double MeanSquare(float[] left, float[] right) => left.Zip(right, (one, other) => ((double)one - other) * (one - other)).Average();

    private static float[] Reconstruct(TrainingRun trained, float[] inputs) => ItemFunction.Apply(
        "reconstruct",
        inputs,
        trained.Game.Game.Item,
        (context, x) => trained.Game.Networks["decoder"].Forward(context, trained.Game.Networks["encoder"].Forward(context, x)));

    /// <summary>Five rows of ten items and below each row what came of it.</summary>
    private static Imaging.Image Pairs(float[] inputs, float[] outputs, Tensors.Shape item)
    {
        int row = 10 * (int)item.Count;
        return new Samples(item, [.. Enumerable.Range(0, 5).SelectMany(at => inputs.Skip(at * row).Take(row).Concat(outputs.Skip(at * row).Take(row)))]).ToGrid(10);
    }
}
