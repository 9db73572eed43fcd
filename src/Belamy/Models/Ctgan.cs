using System.ComponentModel.DataAnnotations;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Conditional GAN of table rows. Xu, Skoularidou, Cuesta-Infante and Veeramachaneni 2019, "Modeling tabular data using
/// conditional GAN", arXiv:1907.00503.
/// </summary>
/// <remarks>
/// <para>A number is the mode that it belongs to and where it lies in it, a category one of its column (mode-specific normalization,
/// section 4.2; see <see cref="Data.Tables.NumberColumn"/>); G puts out tanh for the one and Gumbel-softmax for the others. The
/// condition c is a category of one column, drawn by the logarithm of its frequency, and real rows x have it (training by sampling,
/// section 4.3; see <see cref="ConditionalRows"/>).</para>
/// <para>D plays E[D(G(z, c), c)] - E[D(x, c)] + λ E[(‖∇D(x̂)‖ - 1)²] on packs of 10 rows with their conditions, λ = 10; G pays
/// -E[D(G(z, c), c)] and the cross-entropy of the column that c is of with c (section 4.4, algorithm 1).</para>
/// <para>G: two layers of 256 with batch norm and ReLU, each beside its input, then a dense one. D: two layers of 256, leaky ReLU 0.2,
/// dropout ½. z of 128, Adam with rate 2·10⁻⁴, β₁ = ½, β₂ = 0.9, batches of 500. Width 256 gives these sizes.</para>
/// <para>Ours: modes are found by expectation and maximization, not by a variational mixture; weights do not decay, where the authors'
/// program has 10⁻⁶. Samples have conditions as often as the data have them, as in that program.</para>
/// </remarks>
public sealed record Ctgan : LatentRecipe
{
    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Ctgan()
    {
        Networks = new NetworkPair("dense, beside their inputs", Maker, Judge);
        Penalty = new GradientPenalty();
        Latent = 128;
        Width = 256;
        Batch = 500;
        Steps = 6000;
        Generator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0.5, Beta2 = 0.9 } };
        Discriminator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0.5, Beta2 = 0.9 } };
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new Wasserstein();

    /// <summary>Which categories rows are asked for with, in training.</summary>
    public Conditioning Conditioning { get; init; } = Conditioning.Logarithmic;

    /// <summary>What it counts that a row has the category that was asked for; 1 in the paper.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double ConditionWeight { get; init; } = 1;

    /// <summary>τ of Gumbel-softmax, above 0.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Temperature { get; init; } = 0.2;

    /// <inheritdoc cref="Adversarial.Packing"/>
    [Range(1, LargestBatch)]
    public int Packing { get; init; } = 10;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        RequirePacks(Packing);
    }

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (_, TableRows kind) = setup.Field<TableRows>("row");
        var rows = new ConditionalRows(setup, kind, Conditioning);
        Module generator = setup.Build("generator", Networks.Generator(setup.Sizes), [setup.Sizes.Latent + rows.Conditions], setup.Item);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), Games.Packing.Pack([setup.Item[0] + rows.Conditions], Packing), [1]);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [discriminator], turn =>
        {
            Tensor? condition = rows.Draw(turn);
            Tensor values = turn.ApplyFrozen(generator, rows.Beside(setup.Prior.Draw(turn.Context, turn.Batch), condition));
            Tensor generatedPacks = Pack(TableOutput.Activate(turn.Context, kind, values, Temperature), condition), realPacks = Pack(rows.RowsFor(turn, condition), condition);
            (Tensor real, Tensor generated) = (turn.Apply(discriminator, realPacks), turn.Apply(discriminator, generatedPacks));
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(packs => turn.ApplyFrozen(discriminator, packs), realPacks, generatedPacks, real, generated);
            return Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player maker = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor? condition = rows.Draw(turn);
            Tensor values = turn.Apply(generator, rows.Beside(setup.Prior.Draw(turn.Context, turn.Batch), condition));
            Tensor generated = turn.ApplyFrozen(discriminator, Pack(TableOutput.Activate(turn.Context, kind, values, Temperature), condition));
            // Only relativistic objectives look at real rows here.
            Tensor real = turn.ApplyFrozen(discriminator, Pack(rows.RowsFor(turn, condition), condition));
            Tensor loss = Objective.GeneratorLoss(real, generated);
            if (condition is null)
                return loss;
            Tensor disregard = TableOutput.Disregard(kind, values, rows.ToVector(condition));
            turn.Measure("condition-loss", disregard);
            return loss + (disregard * ConditionWeight);
        }, average);
        return new GameParts(
            [.. critic, maker],
            Order,
            (context, latent, _) => TableOutput.Activate(context, kind, generator.Forward(context, rows.Beside(latent, rows.DrawAsInData(context, latent.Shape[0]))), Temperature))
        {
            Average = average,
        };

        Tensor Pack(Tensor items, Tensor? condition) => Games.Packing.Pack(rows.Beside(items, condition), Packing);
    }

    private static Sequential Maker(NetworkSizes sizes) => new(
        new BesideInput(new Sequential(new Dense(sizes.Width), new BatchNorm(), new ReLU())),
        new BesideInput(new Sequential(new Dense(sizes.Width), new BatchNorm(), new ReLU())),
        new Dense((int)sizes.Item.Count));

    private static Sequential Judge(NetworkSizes sizes) => new(
        new Dense(sizes.Width), new LeakyReLU(), new Dropout(0.5),
        new Dense(sizes.Width), new LeakyReLU(), new Dropout(0.5),
        new Dense(1));
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Ctgan"/>
    [Model("ctgan", Card = "N4", Takes = "row", Year = 2019, Arxiv = "1907.00503", Title = "Modeling tabular data using conditional GAN",
        Authors = "Xu, Skoularidou, Cuesta-Infante, Veeramachaneni")]
    public static Ctgan Ctgan { get; } = new();
}
