using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy.Bench.Workloads;

/// <summary>The adversarial games that are timed: networks, the work they are, and programs as training runs them.</summary>
internal static class GanWorkloads
{
    private const int CriticMoves = 5;

    private static readonly NetworkWork DenseGenerator = new(
        LayerWork.Dense(100, 256), LayerWork.Dense(256, 512), LayerWork.Dense(512, 1024), LayerWork.Dense(1024, 784));

    private static readonly NetworkWork DenseDiscriminator = new(
        LayerWork.Dense(784, 512), LayerWork.Dense(512, 256), LayerWork.Dense(256, 1));

    private static readonly NetworkWork Generator28 = new(
        LayerWork.Dense(100, 6272),
        LayerWork.TransposedConvolution(128, 128, 4, inputPixels: 7),
        LayerWork.TransposedConvolution(128, 64, 4, inputPixels: 14),
        LayerWork.Convolution(64, 1, 7, outputPixels: 28));

    private static readonly NetworkWork Discriminator28 = new(
        LayerWork.Convolution(1, 64, 4, outputPixels: 14), LayerWork.Convolution(64, 128, 4, outputPixels: 7), LayerWork.Dense(6272, 1));

    private static readonly NetworkWork Generator64 = new(
        LayerWork.Dense(100, 8192),
        LayerWork.TransposedConvolution(512, 256, 4, inputPixels: 4),
        LayerWork.TransposedConvolution(256, 128, 4, inputPixels: 8),
        LayerWork.TransposedConvolution(128, 64, 4, inputPixels: 16),
        LayerWork.TransposedConvolution(64, 3, 4, inputPixels: 32));

    private static readonly NetworkWork Discriminator64 = new(
        LayerWork.Convolution(3, 64, 4, outputPixels: 32),
        LayerWork.Convolution(64, 128, 4, outputPixels: 16),
        LayerWork.Convolution(128, 256, 4, outputPixels: 8),
        LayerWork.Convolution(256, 512, 4, outputPixels: 4),
        LayerWork.Dense(8192, 1));

    private static readonly NetworkPair DenseNetworks = new(
        "dense",
        sizes => new Sequential(
            new Dense(256), new LeakyReLU(0.2),
            new Dense(512), new LeakyReLU(0.2),
            new Dense(1024), new LeakyReLU(0.2),
            new Dense((int)sizes.Item.Count), new Tanh(), new Reshape(sizes.Item.ToArray())),
        _ => new Sequential(
            new Flatten(),
            new Dense(512), new LeakyReLU(0.2),
            new Dense(256), new LeakyReLU(0.2),
            new Dense(1)));

    // The generator of the recipe at width 64; a discriminator of two convolutions alone, as the peer's.
    private static readonly NetworkPair SmallNetworks = new(
        "dcgan28",
        ConvolutionalPair.Create().Generator,
        _ => new Sequential(
            new Convolution(64, kernel: 4, stride: 2), new LeakyReLU(0.2),
            new Convolution(128, kernel: 4, stride: 2), new LeakyReLU(0.2),
            new Flatten(), new Dense(1)));

    /// <summary>Adam(2e-4, β₁ = 0.5) and the non-saturating objective as in every recipe; no average, which the peers have not.</summary>
    private static Adversarial Plain => new Adversarial { Averaging = 0 };

    private static Adversarial Dense => Plain with { Networks = DenseNetworks };

    private static Adversarial Small => Plain with { Networks = SmallNetworks };

    /// <summary>The same networks with the objective and the penalty of WGAN-GP, Adam(1e-4, β₁ = 0.5, β₂ = 0.9).</summary>
    private static Adversarial Critic => Small with
    {
        Objective = new Wasserstein(),
        Penalty = new GradientPenalty(),
        DiscriminatorMoves = CriticMoves,
        Generator = new PlayerSettings { LearningRate = 1e-4, Optimizer = new Adam { Beta1 = 0.5, Beta2 = 0.9 } },
        Discriminator = new PlayerSettings { LearningRate = 1e-4, Optimizer = new Adam { Beta1 = 0.5, Beta2 = 0.9 } },
    };

    private static Adversarial Large => Plain with { Networks = ConvolutionalPair.Create() };

    /// <summary>Training steps and sampling.</summary>
    public static IEnumerable<Workload> All()
    {
        yield return Step("mlp-gan step, batch 32", Dense, [784], 32, DenseGenerator, DenseDiscriminator);
        yield return Step("mlp-gan step, batch 128", Dense, [784], 128, DenseGenerator, DenseDiscriminator);
        yield return Step("dcgan28 step, batch 64", Small, [1, 28, 28], 64, Generator28, Discriminator28);
        yield return new Workload(
            $"wgan-gp28 step ({CriticMoves} critic + 1), batch 64",
            GameWork.PenaltyStep(Generator28, Discriminator28, CriticMoves, 64, 784),
            () => GameRepetition.Prepare(Critic with { Batch = 64 }, [1, 28, 28]));
        yield return Step("dcgan64 step, batch 64", Large, [3, 64, 64], 64, Generator64, Discriminator64);
        yield return new Workload("dcgan28 sample, batch 256", GameWork.Sample(Generator28, 256, 784), () => PrepareSample(Small, [1, 28, 28], 256));
    }

    /// <summary>Compiles every program of the 64×64 game, training and sampling, and lets them go.</summary>
    public static void CompileAll()
    {
        using var game = new AssembledGame(Large with { Batch = 64 }, [3, 64, 64], initialize: false);
        game.Game.Compile();
        using Tensors.Program sample = CompileSample(game, 64);
    }

    private static Workload Step(string name, Recipe recipe, Shape item, int batch, NetworkWork generator, NetworkWork discriminator) =>
        new(name, GameWork.Step(generator, discriminator, batch, item.Count), () => GameRepetition.Prepare(recipe with { Batch = batch }, item));

    private static Repetition PrepareSample(Recipe recipe, Shape item, int batch)
    {
        var game = new AssembledGame(recipe, item);
        Generator generator = game.Generator!;
        generator.Latents(1);
        double operations;
        using (Tensors.Program part = CompileSample(game, Generator.ChunkSize))
            operations = part.Flops * batch / Generator.ChunkSize;
        return new Repetition(() => generator.Sample(batch), generator, game) { Parameters = game.Networks["generator"].ParameterCount, Operations = operations };
    }

    private static Tensors.Program CompileSample(AssembledGame game, int batch)
    {
        var context = new ForwardContext(Tensor.Input("state", [4], ElementType.Int32)) { IsTraining = false, CollectsUpdates = false };
        Tensor latent = game.Prior.Draw(context, batch);
        return Tensors.Program.Compile("sample", [game.Networks["generator"].Forward(context, latent)]);
    }
}
