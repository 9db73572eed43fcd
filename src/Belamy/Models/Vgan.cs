using System.ComponentModel.DataAnnotations;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// VGAN: films of a foreground that moves over a background that stands still. Vondrick, Pirsiavash and Torralba 2016,
/// "Generating videos with scene dynamics", arXiv:1609.02612.
/// </summary>
/// <remarks>
/// <para>G(z) = m(z) ⊙ f(z) + (1 - m(z)) ⊙ b(z) (equation 2): b is one picture for all frames, f and the mask m are films
/// from one network. The players are the GAN's; G pays λ|m| with λ = 0.1 beside, so that it uses the background (section 2.3).</para>
/// <para>f, b: 2 frames of 4×4 pixels, or one picture, of 512 maps, doubled by kernels of 4 with stride 2 to 256, 128, 64 maps with batch norm
/// and ReLU between; then f by tanh and m by a sigmoid, each with its own last kernel, and b by tanh. D: 64, 128, 256, 512 maps with
/// leaky ReLU, batch norm but where films enter (section 2.4). 32 frames of 64×64 are doubled four times, width 64; 16 of 32×32 three
/// times, width 16 here.</para>
/// <para>Adam with rate 2·10⁻⁴ and β₁ = ½, batches of 64, weights N(0, 0.01²).</para>
/// <para>Ours: |m| is the mean over its values, as a sum would count more in larger films.</para>
/// </remarks>
public sealed record Vgan : LatentRecipe
{
    private static readonly Initializer Scale = Initializers.Normal(0, 0.01);

    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Vgan()
    {
        Networks = new NetworkPair("films", Foreground, Judge)
        {
            Defaults = item => new NetworkDefaults(Width: item[^1] < 64 ? 16 : 64),
        };
        Steps = 10_000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>λ, what the mean of the mask counts for G.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double MaskWeight { get; init; } = 0.1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <summary>Whether f is laid over a background; where it is not, films are f alone, the paper's one stream.</summary>
    internal bool HasBackground { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        Shape item = setup.Item;
        int doublings = Doublings(item);
        Module foreground = setup.Build("foreground", Networks.Generator(setup.Sizes), [setup.Sizes.Latent]);
        Module moving = setup.Build("moving", new Sequential(Doubling(item[0]), new Tanh()), foreground.OutputShape, item);
        Module mask = setup.Build("mask", new Sequential(Doubling(1), new Sigmoid()), foreground.OutputShape, item.With(0, 1));
        Module background = setup.Build(
            "background", new Sequential([.. Layers(setup.Sizes, [item[2] >> doublings, item[3] >> doublings]), Doubling(item[0]), new Tanh()]),
            [setup.Sizes.Latent], [item[0], item[2], item[3]]);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), item, [1]);
        Module[] generator = HasBackground ? [foreground, moving, mask, background] : [foreground, moving];
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [discriminator], turn =>
        {
            (Tensor made, _) = Film(turn.ApplyFrozen, setup.Prior.Draw(turn.Context, turn.Batch));
            (Tensor real, Tensor generated) = (turn.Apply(discriminator, turn.Data), turn.Apply(discriminator, made));
            turn.MeasureAccuracy(real, generated);
            turn.Judge(items => turn.ApplyFrozen(discriminator, items), turn.Data, made, real, generated);
            return Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player maker = setup.Player("generator", Generator, generator, turn =>
        {
            (Tensor made, Tensor? covered) = Film(turn.Apply, setup.Prior.Draw(turn.Context, turn.Batch));
            (Tensor real, Tensor generated) = (turn.ApplyFrozen(discriminator, turn.Data), turn.ApplyFrozen(discriminator, made));
            if (covered is null)
                return Objective.GeneratorLoss(real, generated);
            Tensor share = covered.Mean();
            turn.Measure("mask", share);
            return Objective.GeneratorLoss(real, generated) + (share * MaskWeight);
        }, average);
        return new GameParts([.. critic, maker], Order, (context, latent, _) => Film((network, input, _) => network.Forward(context, input), latent).Film)
        {
            Average = average,
            Critic = (context, items) => discriminator.Forward(context, items),
            ScoresAreLogits = Objective is NonSaturating or Minimax,
            Features = ItemFeatures.Hidden(discriminator),
        };

        // m ⊙ f + (1 - m) ⊙ b, and m; without a background, f alone.
        (Tensor Film, Tensor? Mask) Film(Func<Module, Tensor, Tensor?, Tensor> apply, Tensor latent)
        {
            Tensor seen = apply(foreground, latent, null);
            Tensor f = apply(moving, seen, null);
            if (!HasBackground)
                return (f, null);
            (Tensor m, Tensor b) = (apply(mask, seen, null), apply(background, latent, null));
            return (m * f + (1 - m) * b.Reshape(latent.Shape[0], item[0], 1, item[2], item[3]), m);
        }
    }

    private static Sequential Foreground(NetworkSizes sizes)
    {
        int doublings = Doublings(sizes.Item);
        return new Sequential(Layers(sizes, [.. sizes.Item.Skip(1).Select(size => size >> doublings)]));
    }

    /// <summary>From a latent vector to half the size of a film or of a picture.</summary>
    private static List<Module> Layers(NetworkSizes sizes, int[] start)
    {
        int doublings = Doublings(sizes.Item), maps = sizes.Width << (doublings - 1);
        List<Module> modules = [new Dense(maps * start.Aggregate(1, (product, size) => product * size), bias: false, Scale), new Reshape([maps, .. start]), new BatchNorm(), new ReLU()];
        for (int doubling = 1; doubling < doublings; doubling++)
            modules.AddRange([Doubling(maps >> doubling, bias: false), new BatchNorm(), new ReLU()]);
        return modules;
    }

    private static TransposedConvolution Doubling(int maps, bool bias = true) => new(maps, kernel: 4, stride: 2, bias: bias, initializer: Scale);

    private static Sequential Judge(NetworkSizes sizes)
    {
        int halvings = Doublings(sizes.Item);
        List<Module> modules = [new Convolution(sizes.Width, kernel: 4, stride: 2, initializer: Scale), new LeakyReLU(0.2)];
        for (int halving = 1; halving < halvings; halving++)
            modules.AddRange([new Convolution(sizes.Width << halving, kernel: 4, stride: 2, bias: false, initializer: Scale), new BatchNorm(), new LeakyReLU(0.2)]);
        return new Sequential([.. modules, new Flatten(), new Dense(1, initializer: Scale)]);
    }

    /// <summary>How many times the smallest film is doubled: until a side is 4 to 7 pixels.</summary>
    private static int Doublings(Shape item)
    {
        if (item.Rank != 4 || item[0] is not (1 or 3))
            throw new BelamyException($"vgan: takes films, not items of {item}; choose films, such as those of moving-shapes, or another model");
        int doublings = 0;
        while (item.Skip(1).All(size => (size >> doublings) % 2 == 0) && Math.Min(item[2], item[3]) >> doublings >= 8)
            doublings++;
        return doublings > 0 && Math.Max(item[2], item[3]) >> doublings <= 14
            ? doublings
            : throw new BelamyException($"vgan: cannot make films of {item[1]} frames of {item[3]}×{item[2]} by doubling a small one; choose sizes such as 16 frames of 32×32 or 32 of 64×64");
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Vgan"/>
    [Model("vgan", Card = "G2", Year = 2016, Arxiv = "1609.02612", Title = "Generating videos with scene dynamics", Authors = "Vondrick, Pirsiavash, Torralba")]
    public static Vgan Vgan { get; } = new();
}
