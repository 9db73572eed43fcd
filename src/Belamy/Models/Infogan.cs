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
/// InfoGAN: part of the latent vector must be readable from the item. Chen, Duan, Houthooft, Schulman, Sutskever and Abbeel
/// 2016, "InfoGAN: interpretable representation learning by information maximizing generative adversarial nets", arXiv:1606.03657.
/// </summary>
/// <remarks>
/// <para>min over G and Q, max over D of V(D, G) - λ L_I(G, Q) with L_I = E[ln Q(c | G(z, c))] + H(c) (equations 5 and 6), a bound on
/// the mutual information of code and item. c₁ is one of ten categories, c₂ and c₃ are uniform; λ is 1 for c₁ and 0.1 for the
/// others, of which Q gives the mean of a normal distribution of variance 1.</para>
/// <para>Q stands on the discriminator's layers (section 6): 128 units, batch norm. It moves with both players, as in the
/// authors' program. c₂ and c₃ are the last two latent values; a sample's class is c₁.</para>
/// <para>28×28 (appendix C.1): G: dense 1024 → dense 7·7·128 → 4×4 transposed convolutions to 64 maps and to the picture, batch norm and
/// ReLU. D: 4×4 convolutions of stride 2 to 64 and 128 maps → dense 1024, leaky ReLU 0.1, batch norm but on the first. Width 64 gives
/// these sizes; pictures are in [-1, 1]. Ours: width 16, 14 values of noise, where the paper has 62, a rate of 10⁻³ for both, the
/// paper's is 2·10⁻⁴ for D, and samples by the moving average of the generator.</para>
/// </remarks>
public sealed record Infogan : LatentRecipe
{
    internal const int Categories = 10;
    internal const int Codes = 2;

    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Infogan()
    {
        Networks = new NetworkPair("convolutional, with dense layers", MakeGenerator, MakeDiscriminator);
        LatentDistribution = LatentDistribution.Uniform;
        Latent = 16;
        Width = 16;
        Generator = new PlayerSettings { LearningRate = 1e-3 };
        Discriminator = new PlayerSettings { LearningRate = 1e-3 };
        Steps = 5000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>What the bound counts for the generator: 1, or 0 for a game in which Q alone reads.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Information { get; init; } = 1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.998;

    private static Sequential MakeGenerator(NetworkSizes sizes)
    {
        (int height, int width) = Start(sizes.Item);
        return new Sequential(
            new Dense(16 * sizes.Width, bias: false, Initializers.Dcgan), new BatchNorm(), new ReLU(),
            new Dense(2 * sizes.Width * height * width, bias: false, Initializers.Dcgan), new Reshape(2 * sizes.Width, height, width), new BatchNorm(), new ReLU(),
            new TransposedConvolution(sizes.Width, kernel: 4, stride: 2, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new ReLU(),
            new TransposedConvolution(sizes.Item[0], kernel: 4, stride: 2, initializer: Initializers.Dcgan), new Tanh());
    }

    private static Sequential MakeDiscriminator(NetworkSizes sizes) => new(
        new Convolution(sizes.Width, kernel: 4, stride: 2, initializer: Initializers.Dcgan), new LeakyReLU(0.1),
        new Convolution(2 * sizes.Width, kernel: 4, stride: 2, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new LeakyReLU(0.1),
        new Flatten(),
        new Dense(16 * sizes.Width, bias: false, Initializers.Dcgan), new BatchNorm(), new LeakyReLU(0.1),
        new Dense(1, initializer: Initializers.Dcgan));

    private static (int Height, int Width) Start(Shape item) => item.Rank == 3 && item[1] % 4 == 0 && item[2] % 4 == 0
        ? (item[1] / 4, item[2] / 4)
        : throw new BelamyException($"infogan takes pictures whose sides are multiples of 4, not items of {item}; choose another size with --size, or another model");

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        if (setup.Sizes.Latent <= Codes)
            throw new BelamyException($"latent={setup.Sizes.Latent}: must be at least {Codes + 1}; the last {Codes} values are codes");
        Module generator = setup.Build("generator", new Sequential(new LabelMaps(Categories), Networks.Generator(setup.Sizes)), [setup.Sizes.Latent], setup.Item);
        Module trunk = setup.Build("discriminator", Networks.Features(setup.Sizes), setup.Item);
        Module source = setup.Build("source", new Dense(1), trunk.OutputShape);
        Module codes = setup.Build("codes", new Sequential(new Dense(128, bias: false), new BatchNorm(), new LeakyReLU(0.1), new Dense(Categories + Codes)), trunk.OutputShape);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> discriminator = setup.Critic("discriminator", Discriminator, Penalty, [trunk, source, codes], turn =>
        {
            (Tensor latent, Tensor category) = (setup.Prior.Draw(turn.Context, turn.Batch), turn.DrawLabels(Categories));
            Tensor real = turn.Apply(trunk, turn.Data);
            Tensor samples = turn.ApplyFrozen(generator, latent, category);
            Tensor generated = turn.Apply(trunk, samples);
            (Tensor realLogits, Tensor generatedLogits) = (turn.Apply(source, real), turn.Apply(source, generated));
            turn.MeasureAccuracy(realLogits, generatedLogits, Objective);
            turn.Judge(items => turn.ApplyFrozen(source, turn.ApplyFrozen(trunk, items)), turn.Data, samples, realLogits, generatedLogits);
            return Objective.DiscriminatorLoss(turn.Context, realLogits, generatedLogits)
                + Unreadable(turn, turn.Apply(codes, generated), latent, category);
        });
        Player maker = setup.Player("generator", Generator, [generator, codes], turn =>
        {
            (Tensor latent, Tensor category) = (setup.Prior.Draw(turn.Context, turn.Batch), turn.DrawLabels(Categories));
            Tensor generated = turn.ApplyFrozen(trunk, turn.Apply(generator, latent, category));
            Tensor real = turn.ApplyFrozen(trunk, turn.Data);
            return Objective.GeneratorLoss(turn.ApplyFrozen(source, real), turn.ApplyFrozen(source, generated))
                + (Unreadable(turn, turn.Apply(codes, generated), latent, category) * Information);
        }, average);
        return new GameParts(
            [.. discriminator, maker],
            Order,
            (context, latent, labels) => generator.Forward(context, latent, labels))
        {
            Average = average,
            TakesClasses = true,
            Classes = Categories,
            ScoresAreLogits = Objective.ScoresAreLogits,
            Critic = (context, items) => source.Forward(context, trunk.Forward(context, items)),
            Features = ItemFeatures.Hidden(trunk, source),
        };
    }

    /// <summary>-λ L_I without its constants: what Q cannot read of the codes.</summary>
    private static Tensor Unreadable(Turn turn, Tensor read, Tensor latent, Tensor category)
    {
        Tensor categoryLoss = MutualInformation.Categorical(read.Slice(1, 0, Categories), category);
        Tensor codes = latent.Slice(1, latent.Shape[1] - Codes, Codes);
        turn.Measure("category-loss", categoryLoss);
        return categoryLoss + (MutualInformation.Normal(read.Slice(1, Categories, Codes), codes) * 0.1);
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Infogan"/>
    [Model("infogan", Card = "B3", Year = 2016, Arxiv = "1606.03657",
        Title = "InfoGAN: interpretable representation learning by information maximizing generative adversarial nets",
        Authors = "Chen, Duan, Houthooft, Schulman, Sutskever, Abbeel")]
    public static Infogan Infogan { get; } = new();
}
