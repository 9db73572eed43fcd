using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Boundary equilibrium GAN: the discriminator is an autoencoder, and a controller keeps the losses of both sides in a ratio.
/// Berthelot, Schumm and Metz 2017, "BEGAN: boundary equilibrium generative adversarial networks", arXiv:1703.10717.
/// </summary>
/// <remarks>
/// <para>L(v) = |v - D(v)|^η. L_D = L(x) - k L(G(z)), L_G = L(G(z)), k ← k + λ (γ L(x) - L(G(z))) within [0, 1], from 0,
/// with the diversity ratio γ = ½ (section 3.4). M = L(x) + |γ L(x) - L(G(z))| says how far training has come. η = 1, and
/// |v| is the Euclidean length of an item over the root of the number of its values.</para>
/// <para>3×3 convolutions with ELU (figure 1): the encoder has two at each size, of n, 2n, 3n … maps, each size half of the
/// last, and a dense layer to h = 64 values; the decoder and G have n maps everywhere and double by repeating pixels. Width is n:
/// 16, the paper's is 64 or 128. Sides are halved while even and above 8. z uniform, batches of 16, Adam.</para>
/// <para>Ours, for digits, of which a G without them draws one picture whatever z is: batch norm in G, and a length in place
/// of a sum of absolute values. Tanh behind decoder and G; λ = 0.02 and rates of 10⁻³ for G and 2·10⁻⁴ for D, for short
/// runs, where the paper has 0.001 and 10⁻⁴; samples by the moving average of the generator.</para>
/// </remarks>
public sealed record Began : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Began()
    {
        LatentDistribution = LatentDistribution.Uniform;
        Latent = 64;
        Width = 16;
        Batch = 16;
        Generator = new PlayerSettings { LearningRate = 1e-3 };
        Discriminator = new PlayerSettings { LearningRate = 2e-4 };
        Steps = 20000;
    }

    /// <summary>γ: the loss of generated items over that of real ones that the controller keeps.</summary>
    [Range(0, 1)]
    public double DiversityRatio { get; init; } = 0.5;

    /// <summary>λ: how far k moves in a step.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Gain { get; init; } = 0.02;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Shape code = [setup.Sizes.Latent];
        Module generator = setup.Build("generator", MakeDecoder(setup.Sizes, isNormalized: true), code, setup.Item);
        Module encoder = setup.Build("encoder", MakeEncoder(setup.Sizes), setup.Item, code);
        Module decoder = setup.Build("decoder", MakeDecoder(setup.Sizes, isNormalized: false), code, setup.Item);
        Parameter balance = setup.State("balance", Shape.Scalar);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> discriminator = setup.Critic("discriminator", Discriminator, Penalty, [encoder, decoder], turn =>
        {
            Tensor samples = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            Tensor real = Reconstruction.Distance(turn.Data, turn.Apply(decoder, turn.Apply(encoder, turn.Data)));
            Tensor generated = Reconstruction.Distance(samples, turn.Apply(decoder, turn.Apply(encoder, samples)));
            Tensor Score(Tensor items) => ScoreOf(items, turn.ApplyFrozen(decoder, turn.ApplyFrozen(encoder, items)));
            turn.Judge(Score, turn.Data, samples, Score(turn.Data), Score(samples));
            Tensor k = turn.Context.Read(balance);
            turn.Context.Update(balance, Energy.Balance(k, real, generated, DiversityRatio, Gain));
            turn.Measure("convergence", Energy.Convergence(real, generated, DiversityRatio));
            turn.Measure("balance", k);
            return real - (k * generated);
        });
        Player maker = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor samples = turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch));
            return Reconstruction.Distance(samples, turn.ApplyFrozen(decoder, turn.ApplyFrozen(encoder, samples)));
        }, average);
        return new GameParts(
            [.. discriminator, maker],
            Order,
            (context, latent, _) => generator.Forward(context, latent))
        {
            Average = average,
            Critic = (context, items) => ScoreOf(items, decoder.Forward(context, encoder.Forward(context, items))),
            Features = ItemFeatures.Code(encoder),
        };
    }

    /// <summary>-L(v) of each item, [batch, 1].</summary>
    private static Tensor ScoreOf(Tensor items, Tensor restored) => -Reconstruction.Distances(items, restored).Reshape(-1, 1);

    private static Sequential MakeEncoder(NetworkSizes sizes)
    {
        int halvings = Halvings(sizes.Item);
        List<Module> modules = [Layer(sizes.Width), new Elu()];
        for (int level = 1; level <= halvings + 1; level++)
        {
            modules.AddRange([Layer(level * sizes.Width), new Elu(), Layer(level * sizes.Width), new Elu()]);
            if (level <= halvings)
                modules.AddRange([new Convolution((level + 1) * sizes.Width, kernel: 3, stride: 2, initializer: Initializers.HeNormal), new Elu()]);
        }

        return new Sequential([.. modules, new Flatten(), new Dense(sizes.Latent)]);

        static Convolution Layer(int maps) => new(maps, kernel: 3, initializer: Initializers.HeNormal);
    }

    /// <param name="sizes">What it is made to measure for.</param>
    /// <param name="isNormalized">Whether batch norm stands before each activation: in G, not in the decoder.</param>
    private static Sequential MakeDecoder(NetworkSizes sizes, bool isNormalized)
    {
        int halvings = Halvings(sizes.Item);
        (int height, int width) = (sizes.Item[1] >> halvings, sizes.Item[2] >> halvings);
        List<Module> modules = [new Dense(sizes.Width * height * width, bias: !isNormalized, Initializers.HeNormal), new Reshape(sizes.Width, height, width), .. Norm()];
        for (int level = 0; level <= halvings; level++)
        {
            if (level > 0)
                modules.Add(new NearestUpsampling());
            modules.AddRange([.. Layer(), .. Layer()]);
        }

        return new Sequential([.. modules, new Convolution(sizes.Item[0], kernel: 3), new Tanh()]);

        Module[] Layer() => [new Convolution(sizes.Width, kernel: 3, bias: !isNormalized, initializer: Initializers.HeNormal), .. Norm(), new Elu()];

        Module[] Norm() => isNormalized ? [new BatchNorm()] : [];
    }

    private static int Halvings(Shape item)
    {
        NetworkSizes.RequirePictures(item);
        int halvings = 0;
        while (item[1] >> halvings > 8 && item[2] >> halvings > 8 && (item[1] >> halvings) % 2 == 0 && (item[2] >> halvings) % 2 == 0)
            halvings++;
        return halvings;
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Began"/>
    [Model("began", Card = "A7", Year = 2017, Arxiv = "1703.10717", Title = "BEGAN: boundary equilibrium generative adversarial networks",
        Authors = "Berthelot, Schumm, Metz")]
    public static Began Began { get; } = new();
}
