using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>The hinge: the discriminator stops caring about items that are right by a margin. Lim and Ye 2017, arXiv:1705.02894; Miyato et al. 2018, arXiv:1802.05957, equations 16 and 17.</summary>
/// <remarks>min over D E[max(0, m - D(x))] + E[max(0, m + D(G(z)))];  min over G -E[D(G(z))]; m = 1.</remarks>
public sealed record Hinge : Objective
{
    /// <inheritdoc/>
    public override string Name => "hinge";

    /// <summary>m, the margin.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Margin { get; init; } = 1;

    /// <inheritdoc/>
    public override LossFormula DiscriminatorFormula => new(Part(TermSubject.Real), Part(TermSubject.Generated));

    /// <inheritdoc/>
    public override LossFormula GeneratorFormula => new(Terms.Mean(-1, "E[D(G(z))]", TermSubject.Generated, score => score));

    private LossTerm Part(TermSubject subject)
    {
        double sign = subject == TermSubject.Real ? -1 : 1;
        string text = string.Create(CultureInfo.InvariantCulture, $"E[max(0, {Margin} {(sign < 0 ? '−' : '+')} D({Terms.ItemOf(subject)}))]");
        return Terms.Mean(1, text, subject, score => Math.Max(0, Margin + (sign * score)));
    }

    /// <inheritdoc/>
    public override Tensor DiscriminatorLoss(Tensor real, Tensor generated) =>
        Positive.Part(Margin - real).Mean() + Positive.Part(Margin + generated).Mean();

    /// <inheritdoc/>
    public override Tensor GeneratorLoss(Tensor real, Tensor generated) => -generated.Mean();
}
