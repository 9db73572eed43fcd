using Belamy.Data;
using Belamy.Games;
using Belamy.Tests.Training;
using Belamy.Training;

namespace Belamy.Onnx.Tests;

/// <summary>Games of every model, with networks as small as can be, that have been played for a few steps.</summary>
internal static class SmallGames
{
    public static AssembledGame Play(string model)
    {
        Dataset data = Data(model);
        var game = new AssembledGame(Small(model), data);
        new Trainer(game.Game, data, new TrainingOptions { Steps = 2 }).Run(TestContext.Current.CancellationToken);
        return game;
    }

    public static Recipe Small(string model) => (Models.Find(model).Recipe with { Batch = 8 }).WithAny("width", 2).WithAny("latent", model == "infogan" ? 8 : 4).WithAny(model == "ctgan" ? "packing" : "none", 2);

    /// <summary>Pictures of four classes that are noise.</summary>
    public static Dataset Data(string model)
    {
        var random = new Random(1);
        float[] pixels = [.. Enumerable.Range(0, 40 * 784).Select(_ => (random.NextSingle() * 2) - 1)];
        return Belamy.Tests.DataOfModels.For(model, new ArrayDataset("noise", [1, 28, 28], pixels, [.. Enumerable.Range(0, 40).Select(at => at % 4)], ["a", "b", "c", "d"]));
    }

    /// <summary>All that can be exported of a game.</summary>
    public static Function[] Functions(AssembledGame game) =>
        [.. ((Function?[])[game.Sampling(["a", "b", "c", "d"])]).OfType<Function>().Concat(game.Functions.Where(function => function.IsGraphAlone)).DistinctBy(function => function.Name)];
}
