using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Bench.Workloads;

/// <summary>
/// The game of SRGAN with a loss of features, as the paper has it: the squared error of what a network in the manner of VGG
/// sees, and a thousandth of the adversarial loss. The features' network is as it was made: no time depends on its weights.
/// Ledig et al. 2017, arXiv:1609.04802.
/// </summary>
internal sealed record SuperResolution : TwoPlayerRecipe
{
    /// <summary>Side in pixels of the pictures that come in.</summary>
    public const int Side = 24;

    private const int Blocks = 8;
    private const int Doublings = 2;
    private const int Maps = 32;

    public SuperResolution()
    {
        Networks = new NetworkPair("residual blocks and doublings", _ => SuperResolver.Create(3, Maps, Blocks, Doublings), _ => PictureCritic.Create(Maps));
        Generator = new PlayerSettings { Optimizer = new Adam(), LearningRate = 1e-4 };
        Discriminator = new PlayerSettings { Optimizer = new Adam(), LearningRate = 1e-4 };
    }

    /// <summary>What a step has to do.</summary>
    public static Work Work(int batch)
    {
        const int large = Side << Doublings;
        var generator = new NetworkWork(
        [
            LayerWork.Convolution(3, Maps, 9, Side),
            .. Enumerable.Repeat(LayerWork.Convolution(Maps, Maps, 3, Side), (2 * Blocks) + 1),
            .. Enumerable.Range(0, Doublings).Select(doubling => LayerWork.Convolution(Maps, 4 * Maps, 3, Side << doubling)),
            LayerWork.Convolution(Maps, 3, 9, large),
        ]);
        var discriminator = new NetworkWork(
        [
            LayerWork.Convolution(3, Maps, 3, large),
            .. Enumerable.Range(1, 7).Select(stage => LayerWork.Convolution(Maps << ((stage - 1) / 2), Maps << (stage / 2), 3, large >> ((stage + 1) / 2))),
            LayerWork.Dense(8.0 * Maps * (large / 16) * (large / 16), 16 * Maps),
            LayerWork.Dense(16 * Maps, 1),
        ]);
        var features = new NetworkWork(
            LayerWork.Convolution(3, Maps, 3, large),
            LayerWork.Convolution(Maps, Maps, 3, large),
            LayerWork.Convolution(Maps, 2 * Maps, 3, large / 2),
            LayerWork.Convolution(2 * Maps, 2 * Maps, 3, large / 2));
        const double values = 3.0 * ((Side * Side) + (large * large));
        return GameWork.Move(
                generator.Forward + (2 * (discriminator.Forward + discriminator.OwnGradients)), batch, discriminator.Weights, generator.Weights, values)
            + GameWork.Move(
                generator.Forward + generator.OwnGradients + discriminator.Forward + discriminator.InputGradients + (2 * features.Forward) + features.InputGradients,
                batch,
                generator.Weights,
                discriminator.Weights + features.Weights,
                values);
    }

    public override GameParts Build(GameSetup setup)
    {
        (Field input, Pictures small) = setup.Field<Pictures>("input");
        (Field target, Pictures large) = setup.Field<Pictures>("target");
        Module generator = setup.Build("generator", Networks.Generator(setup.Sizes), small.Shape, large.Shape);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), large.Shape);
        Module features = setup.Build("features", Features(), large.Shape);
        var objective = new NonSaturating();
        Player critic = setup.Player("discriminator", Discriminator, [discriminator], turn => objective.DiscriminatorLoss(
            turn.Apply(discriminator, turn[target]), turn.Apply(discriminator, turn.ApplyFrozen(generator, turn[input]))));
        Player resolver = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor made = turn.Apply(generator, turn[input]);
            Tensor generated = turn.ApplyFrozen(discriminator, made);
            Tensor content = Reconstruction.Squared(turn.ApplyFrozen(features, turn[target]), turn.ApplyFrozen(features, made));
            return content + (1e-3 * objective.GeneratorLoss(generated, generated));
        });
        return new GameParts([critic, resolver], Order, null);
    }

    private static Sequential Features() => new(
        new Convolution(Maps, kernel: 3), new ReLU(), new Convolution(Maps, kernel: 3), new ReLU(), new MaxPool(),
        new Convolution(2 * Maps, kernel: 3), new ReLU(), new Convolution(2 * Maps, kernel: 3));
}
