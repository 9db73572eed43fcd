using System.ComponentModel.DataAnnotations;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Holes in pictures filled so that the whole and the surroundings of the hole look real. Iizuka, Simo-Serra and Ishikawa 2017,
/// "Globally and locally consistent image completion", ACM Transactions on Graphics 36(4), doi:10.1145/3072959.3073659.
/// </summary>
/// <remarks>
/// <para>C sees a picture x with a hole M, and M beside it. Three phases: C alone, min over C of E‖M (C(x, M) - x)‖²; D alone; then both,
/// min over C, max over D of E[‖M (C(x, M) - x)‖² + α ln D(x, M) + α ln(1 - D(C(x, M), M))]. D sees the whole picture by one
/// network and the surroundings of the hole by another, and judges by both joined.</para>
/// <para>C is a <see cref="CompletionNetwork"/>, both networks of D are of <see cref="ContextDiscriminator"/>. α and what each phase takes
/// of the run are the paper's.</para>
/// <para>Ours: Adam with β₁ = ½ in place of Adadelta, at 10⁻³ for C and 10⁻⁴ for D; C plays the non-saturating form; batches of 32, width 16;
/// the middle grey in the hole, not the mean colour; D has leaky ReLU and no batch norm, sees surroundings half as high and wide as
/// the picture, and true pictures around the same holes as filled ones.</para>
/// </remarks>
public sealed record Glcic : TwoPlayerRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Glcic()
    {
        Networks = new NetworkPair(
            "completion network and context discriminators",
            sizes => CompletionNetwork.Create(sizes.Item[0], sizes.Width, sizes.Item[1], sizes.Item[2]),
            sizes => ContextDiscriminator.Create(sizes.Item, sizes.Width))
        {
            Defaults = _ => new NetworkDefaults(Width: 16, LearningRate: 1e-3),
        };
        Discriminator = new PlayerSettings { LearningRate = 1e-4 };
        Batch = 32;
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>Where the holes are.</summary>
    public HoleShape Holes { get; init; } = HoleShape.Anywhere;

    /// <summary>α: what it counts that a filled picture looks real; 0 for the first phase alone, without D.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Realism { get; init; } = 4e-4;

    /// <summary>How much of the run C takes alone, beside the other two shares.</summary>
    [Range(1, 1000)]
    public int CompletionShare { get; init; } = 9;

    /// <summary>How much of the run D takes alone.</summary>
    [Range(1, 1000)]
    public int DiscriminatorShare { get; init; } = 1;

    /// <summary>How much of the run both take together.</summary>
    [Range(1, 1000)]
    public int JointShare { get; init; } = 40;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0;

    /// <summary>Whether D looks at the surroundings of the hole.</summary>
    internal bool IsLocal { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var repair = new Repair(setup, Holes);
        (Shape item, Shape window) = (repair.Looks.Shape, HoleWindow.ShapeOf(repair.Looks.Shape));
        Module completion = setup.Build("generator", Networks.Generator(setup.Sizes), [item[0] + 1, item[1], item[2]], item);
        Module whole = setup.Build("discriminator-global", Networks.Discriminator(setup.Sizes), item);
        Module[] around = IsLocal ? [setup.Build("discriminator-local", Networks.Discriminator(setup.Sizes with { Item = window }), window)] : [];
        Module judge = setup.Build("discriminator", new Dense(1), [whole.OutputShape[0] + around.Sum(one => one.OutputShape[0])]);
        var average = setup.Average(Averaging, completion);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [whole, .. around, judge], turn =>
        {
            Tensor x = turn.Data, masks = repair.Draw(turn);
            Tensor filled = Repair.Fill(x, masks, turn.ApplyFrozen(completion, Seen(x, masks)));
            (Tensor real, Tensor generated) = (Score(turn.Apply, x, masks), Score(turn.Apply, filled, masks));
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(pictures => Score(turn.ApplyFrozen, pictures, masks), x, filled, real, generated);
            return Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player faithful = setup.Player("completion", Generator, [completion], turn => Complete(turn, turn.Data, repair.Draw(turn)).Error, average);
        Player deceiver = setup.Player("generator", Generator, [completion], turn =>
        {
            Tensor x = turn.Data, masks = repair.Draw(turn);
            (Tensor made, Tensor error) = Complete(turn, x, masks);
            (Tensor real, Tensor generated) = (Score(turn.ApplyFrozen, x, masks), Score(turn.ApplyFrozen, Repair.Fill(x, masks, made), masks));
            return error + (Realism * Objective.GeneratorLoss(real, generated));
        }, average);
        Stage alone = new(CompletionShare, new Alternating(), faithful.Name), warming = new(DiscriminatorShare, Order, critic[0].Name), game = new(JointShare, Order, critic[0].Name, deceiver.Name);
        return new GameParts([.. critic, faithful, deceiver], new Stages(Steps, Realism == 0 ? [alone] : [alone, warming, game]), null)
        {
            Average = average,
            Functions = repair.Functions((context, pictures, masks) => completion.Forward(context, Seen(pictures, masks)), average),
        };

        static Tensor Seen(Tensor pictures, Tensor masks) => Tensor.Concat(1, Repair.Cut(pictures, masks), masks);

        (Tensor Made, Tensor Error) Complete(Turn turn, Tensor x, Tensor masks)
        {
            Tensor made = turn.Apply(completion, Seen(x, masks)), error = Repair.PerHole((x - made).Square() * masks, masks);
            turn.Measure("error", error);
            return (made, error);
        }

        Tensor Score(Func<Module, Tensor, Tensor?, Tensor> apply, Tensor pictures, Tensor masks) =>
            apply(judge, Tensor.Concat(1, [apply(whole, pictures, null), .. around.Select(local => apply(local, HoleWindow.Cut(pictures, masks), null))]), null);
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Glcic"/>
    [Model("glcic", Card = "D3", Year = 2017, Title = "Globally and locally consistent image completion", Authors = "Iizuka, Simo-Serra, Ishikawa")]
    public static Glcic Glcic { get; } = new();
}
