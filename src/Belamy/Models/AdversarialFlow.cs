using System.ComponentModel.DataAnnotations;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// A generator from noise of the data's own shape that is drawn to the nearest map, the optimal transport, so that the game has one
/// solution. Lin, Yang, Lin, Chen and Fan 2025, "Adversarial flow models", arXiv:2511.22475.
/// </summary>
/// <remarks>
/// <para>z ~ N(0, I) has the shape of x. With f(d) = softplus(-d): min over D E[f(D(x) - D(G(z)))] + λ_cp E[(D(x) + D(G(z)))²] and a penalty on
/// differences of its scores (<see cref="FiniteDifferences"/>); min over G E[f(D(G(z)) - D(x))] + λ_ot E[(G(z) - z)²], means over values. λ_cp = 0.01
/// keeps scores about 0; λ_ot falls by a cosine from 0.2 to 0.005 over the run. The gradient that D sends back to G(z) is normalized
/// (<see cref="GradientNormalization"/>), so that λ_ot means the same all along.</para>
/// <para>Adam with rate 10⁻⁴, β₁ = 0, β₂ = 0.9, batches of 256, each move on its own; samples by the average of G's weights.</para>
/// <para>This is the map in one step. The networks are ours, where the authors have transformers of latent codes: pictures by the generator of the
/// data, told the noise as a vector, and a convolutional discriminator without norm or dropout; points by four hidden layers of 8 × width. No decay of weights.</para>
/// </remarks>
public sealed record AdversarialFlow : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public AdversarialFlow()
    {
        Networks = new NetworkPair("from noise of the data's shape", FlowGenerator, FlowDiscriminator)
        {
            Defaults = _ => new NetworkDefaults(Width: 16, LearningRate: 1e-4),
        };
        Penalty = new FiniteDifferences();
        Generator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0, Beta2 = 0.9 } };
        Discriminator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0, Beta2 = 0.9 } };
        Batch = 256;
        Steps = 20_000;
    }

    /// <summary>What each side wants beside the rest.</summary>
    public Objective Objective { get; init; } = new Relativistic();

    /// <summary>λ_ot at the beginning: what it counts that G moves the noise no further than it must.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Transport { get; init; } = 0.2;

    /// <summary>λ_ot at the end of the run.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double FinalTransport { get; init; } = 0.005;

    /// <summary>λ_cp: what it counts that scores of real and of generated items lie about 0.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Centring { get; init; } = 0.01;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.999;

    /// <inheritdoc/>
    public override LatentPrior Prior => new(Values);

    /// <summary>Number of values of an item, and so of its noise.</summary>
    internal int Values { get; init; }

    /// <inheritdoc/>
    public override AdversarialFlow Resolve(Shape item) => (AdversarialFlow)base.Resolve(item) with { Values = (int)item.Count };

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Module generator = setup.Build("generator", Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), setup.Item, [1]);
        Parameter course = setup.Course(share: 1);
        var normalization = new GradientNormalization(setup);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [discriminator], turn =>
        {
            Tensor made = turn.ApplyFrozen(generator, Prior.Draw(turn.Context, turn.Batch));
            (Tensor real, Tensor generated) = (turn.Apply(discriminator, turn.Data), turn.Apply(discriminator, made));
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(items => turn.ApplyFrozen(discriminator, items), turn.Data, made, real, generated);
            return Objective.DiscriminatorLoss(turn.Context, real, generated) + (Centring * (real + generated).Square().Mean());
        });
        Player maker = setup.Player("generator", Generator, [generator], turn =>
        {
            turn.Context.Course = course.Value;
            Tensor noise = Prior.Draw(turn.Context, turn.Batch), made = turn.Apply(generator, noise);
            Tensor distance = (made - noise.Reshape(made.Shape)).Square().Mean();
            turn.Measure("transport", distance);
            Tensor realism = normalization.Apply(turn.Context, made, items => Objective.GeneratorLoss(turn.ApplyFrozen(discriminator, turn.Data), turn.ApplyFrozen(discriminator, items)));
            return realism + (distance * turn.Context.Between(Transport, FinalTransport));
        }, average);
        return new GameParts([.. critic, maker], Order, (context, latent, _) => generator.Forward(context, latent))
        {
            Average = average,
            Critic = (context, items) => discriminator.Forward(context, items),
            ScoresAreLogits = Objective.ScoresAreLogits,
            Features = ItemFeatures.Hidden(discriminator),
        };
    }

    private static Module FlowGenerator(NetworkSizes sizes) => sizes.Item.Rank == 3
        ? ConvolutionalPair.Create().Generator(sizes)
        : new Sequential([.. FlowLayers(sizes.Width), new Dense((int)sizes.Item.Count), new Reshape(sizes.Item.ToArray())]);

    private static Sequential FlowDiscriminator(NetworkSizes sizes)
    {
        if (sizes.Item.Rank != 3)
            return new Sequential([new Flatten(), .. FlowLayers(sizes.Width), new Dense(1)]);
        List<Module> modules = [];
        foreach ((int widths, int kernel) in new[] { (1, 4), (2, 4), (4, 3) })
            modules.AddRange([new Convolution(widths * sizes.Width, kernel, stride: 2, initializer: Initializers.HeNormal), new LeakyReLU(0.2)]);
        return new Sequential([.. modules, new Flatten(), new Dense(16 * sizes.Width, initializer: Initializers.HeNormal), new LeakyReLU(0.2), new Dense(1)]);
    }

    private static IEnumerable<Module> FlowLayers(int width) => Enumerable.Range(0, 4)
        .SelectMany(_ => new Module[] { new Dense(8 * width, initializer: Initializers.HeNormal), new LeakyReLU(0.2) });
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.AdversarialFlow"/>
    [Model("adversarial-flow", Card = "N3", Year = 2025, Arxiv = "2511.22475", Title = "Adversarial flow models", Authors = "Lin, Yang, Lin, Chen, Fan")]
    public static AdversarialFlow AdversarialFlow { get; } = new();
}
