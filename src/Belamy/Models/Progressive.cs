using System.ComponentModel.DataAnnotations;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Networks that begin with pictures of few pixels and grow. Karras, Aila, Laine and Lehtinen 2017, "Progressive growing of GANs for improved
/// quality, stability, and variation", arXiv:1710.10196.
/// </summary>
/// <remarks>
/// <para>Each size is played for by itself, the smallest first; a new one is faded in: G(z) = (1 - a) double(x) + a x', the same in D and in the
/// real pictures that it is shown, a from 0 to 1 (figure 2). L_D = E[D(G(z))] - E[D(x)] + λ E[(‖∇D(x̂)‖ - 1)²] + ε E[D(x)²] with λ = 10 and
/// ε = 10⁻³, L_G = -E[D(G(z))] (appendix A.1). Adam with rate 10⁻³, β₁ = 0, β₂ = 0.99, which begins anew with each size as in the
/// authors' program; samples by the moving average of G, 0.999.</para>
/// <para>The networks are <see cref="GrowingPair"/>: equalized learning rates, pixel norm, the deviation over the batch. As in the paper a size
/// takes as many steps to come in as it is played for afterwards; the smallest is there from the beginning.</para>
/// <para>Ours: width 16, so 16 to 64 maps in place of 16 to 512, 64 latent values in place of 512, batches of 8 at all sizes in place of 16 to 3.</para>
/// </remarks>
public sealed record Progressive : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Progressive()
    {
        Networks = GrowingPair.Create();
        Penalty = new GradientPenalty();
        Generator = Discriminator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0, Beta2 = 0.99 } };
        Batch = 8;
        Steps = 14_000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new Wasserstein();

    /// <summary>ε: what the scores of real pictures pay for their distance from 0.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Drift { get; init; } = 1e-3;

    /// <summary>The share of the steps of a size over which it is faded in.</summary>
    [Range(0.0, 1.0)]
    public double FadeIn { get; init; } = 0.5;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.999;

    /// <summary>Whether smaller pictures come first; if not, the whole networks play from the beginning.</summary>
    internal bool IsGrowing { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        if (setup.Build("generator", Networks.Generator(setup.Sizes), [setup.Sizes.Latent], setup.Item) is not GrowingGenerator generator
            || setup.Build("discriminator", Networks.Discriminator(setup.Sizes), setup.Item, [1]) is not GrowingDiscriminator discriminator)
        {
            throw new BelamyException($"networks={Networks.Name}: cannot grow; choose those of GrowingPair");
        }

        int last = generator.Doublings, first = IsGrowing ? 0 : last;
        var average = setup.Average(Averaging, generator);
        Stages? stages = null;
        Parameter[] fades = [.. Enumerable.Range(1, IsGrowing ? last : 0).Select(size => setup.Scheduled($"fade-{size}", (step, steps) => FadeAt(stages!, size, step, steps)))];
        IReadOnlyList<Player>[] pairs = [.. Enumerable.Range(first, last + 1 - first).Select(PlayersOf)];
        // The smallest is there at once, all others take as long again to come in.
        stages = new Stages(Steps, [.. pairs.Select((pair, at) => new Stage(at == 0 ? 1 : 2, Order, pair[0].Name, pair[^1].Name))]);
        return new GameParts([.. pairs.Reverse().SelectMany(pair => pair)], stages, (context, latent, _) => generator.Forward(context, latent, All(context)))
        {
            Average = average,
            Critic = (context, pictures) => discriminator.Forward(context, pictures, All(context)),
            Features = new ItemFeatures(discriminator.Path, (context, pictures) => discriminator.Maps(context, pictures, All(context))),
        };

        // Sizes to come have a share of 0, so that what is made midway is what has been learned so far, doubled.
        IReadOnlyList<Tensor?> All(ForwardContext context) => IsGrowing ? [.. fades.Select(context.Read)] : Fade.Done(last);

        // In its own game a size stands on those below it, which are in for good.
        IReadOnlyList<Tensor?> Within(Turn turn, int size) => IsGrowing && size > 0 ? [.. Fade.Done(size - 1), turn.Context.Read(fades[size - 1])] : Fade.Done(size);

        IReadOnlyList<Player> PlayersOf(int size)
        {
            int divisor = 1 << (last - size);
            string suffix = size == last ? "" : $"-{setup.Item[2] / divisor}x{setup.Item[1] / divisor}";
            return
            [
                .. setup.Critic($"discriminator{suffix}", Discriminator, Penalty, discriminator.PartsOf(size), turn =>
                {
                    IReadOnlyList<Tensor?> fading = Within(turn, size);
                    (Tensor items, Tensor made) = (Shown(turn, fading), turn.Frozen(context => Make(context, fading)));
                    Tensor real = discriminator.Forward(turn.Context, items, fading), generated = discriminator.Forward(turn.Context, made, fading);
                    turn.MeasureAccuracy(real, generated, Objective);
                    turn.Judge(pictures => turn.Frozen(context => discriminator.Forward(context, pictures, fading)), items, made, real, generated);
                    return Objective.DiscriminatorLoss(turn.Context, real, generated) + Penalties.Drift.Of(real, Drift);
                }),
                setup.Player($"generator{suffix}", Generator, generator.PartsOf(size), turn =>
                {
                    IReadOnlyList<Tensor?> fading = Within(turn, size);
                    Tensor made = Make(turn.Context, fading);
                    return Objective.GeneratorLoss(
                        turn.Frozen(context => discriminator.Forward(context, Shown(turn, fading), fading)), turn.Frozen(context => discriminator.Forward(context, made, fading)));
                }, average),
            ];

            Tensor Make(ForwardContext context, IReadOnlyList<Tensor?> fading) => generator.Forward(context, setup.Prior.Draw(context, setup.Recipe.Batch), fading);
        }

        Tensor Shown(Turn turn, IReadOnlyList<Tensor?> fading) => discriminator.Show(turn.Context, turn.Data, fading);
    }

    /// <summary>How far a size is faded in.</summary>
    private double FadeAt(Stages stages, int size, long step, long? steps)
    {
        (long begin, long end) = (stages.Begin(size, steps), stages.Begin(size + 1, steps));
        double length = FadeIn * (end - begin);
        return step < begin ? 0 : length == 0 ? 1 : Math.Min(1, (step - begin) / length);
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Progressive"/>
    [Model("progressive", Card = "A21", Year = 2017, Arxiv = "1710.10196", Title = "Progressive growing of GANs for improved quality, stability, and variation",
        Authors = "Karras, Aila, Laine, Lehtinen")]
    public static Progressive Progressive { get; } = new();
}
