using Belamy.Objectives;

namespace Belamy.Lessons;

/// <summary>How a game over points stands: points, what the discriminator says of them and of the plane, where the generator's gradient points, and both losses as sums.</summary>
public sealed class GameView
{
    internal GameView(int dimensions, double low, double high, (double Low, double High) vertical)
    {
        (Dimensions, Low, High) = (dimensions, low, high);
        Vertical = vertical;
    }

    /// <summary>The numbers of a point: 1 or 2.</summary>
    public int Dimensions { get; }

    /// <summary>Where the first axis begins.</summary>
    public double Low { get; }

    /// <summary>Where the first axis ends.</summary>
    public double High { get; }

    /// <summary>Where the second axis begins and ends; the same length as the first's.</summary>
    public (double Low, double High) Vertical { get; }

    /// <summary>Real points, [count, dimensions], always the same.</summary>
    public ReadOnlyMemory<float> Real { get; internal set; }

    /// <summary>Generated points of latent vectors that are always the same, [count, dimensions].</summary>
    public ReadOnlyMemory<float> Generated { get; internal set; }

    /// <summary>
    /// For each generated point -∂f/∂G(z), [count, dimensions], where the generator's loss is the mean of f over points: which way the
    /// discriminator would have the point go, and how much it cares.
    /// </summary>
    public ReadOnlyMemory<float> Arrows { get; internal set; }

    /// <summary>The length that half of <see cref="Arrows"/> are shorter than.</summary>
    public double MedianArrow { get; internal set; }

    /// <summary>Places of the field: of the plane [rows · columns, 2], the first row at the top; of a line [columns].</summary>
    public ReadOnlyMemory<float> Places { get; internal set; }

    /// <summary>Places along an axis.</summary>
    public int Columns { get; internal set; }

    /// <summary>The discriminator's score at each place: a logit where <see cref="ScoresAreLogits"/>.</summary>
    public ReadOnlyMemory<float> Field { get; internal set; }

    /// <summary>Whether σ(score) is the probability that an item is real.</summary>
    public bool ScoresAreLogits { get; internal set; }

    /// <summary>Scores of <see cref="Real"/>.</summary>
    public double[] RealScores { get; internal set; } = [];

    /// <summary>Scores of <see cref="Generated"/>.</summary>
    public double[] GeneratedScores { get; internal set; } = [];

    /// <summary>The densities of real and of generated points at <see cref="Places"/> of a line; empty for the plane.</summary>
    public ReadOnlyMemory<float> RealDensity { get; internal set; }

    /// <summary>The density of generated points.</summary>
    public ReadOnlyMemory<float> GeneratedDensity { get; internal set; }

    /// <summary>What the discriminator's loss is made of; null for objectives that have no such formula.</summary>
    public LossFormula? DiscriminatorFormula { get; internal set; }

    /// <summary>What the generator's loss is made of.</summary>
    public LossFormula? GeneratorFormula { get; internal set; }

    /// <summary>The penalty as its paper writes it; empty where there is none.</summary>
    public string PenaltyFormula { get; internal set; } = "";

    /// <summary>The penalty that the discriminator pays at these points.</summary>
    public double Penalty { get; internal set; }

    /// <summary>The discriminator's loss over these points, with the penalty.</summary>
    public double DiscriminatorLoss { get; internal set; }

    /// <summary>The generator's loss over these points.</summary>
    public double GeneratorLoss { get; internal set; }

    /// <summary>The share of real points that the discriminator takes for real: those with a score above <see cref="Boundary"/>.</summary>
    public double AccuracyReal { get; internal set; }

    /// <summary>The share of generated points that it takes for generated.</summary>
    public double AccuracyGenerated { get; internal set; }

    /// <summary>The score at which the discriminator cannot tell: 0 for logits, else the middle between its mean scores.</summary>
    public double Boundary { get; internal set; }

    /// <summary>Modes of the data; 0 where they have none to count.</summary>
    public int Modes { get; internal set; }

    /// <summary>Modes that generated points reach.</summary>
    public int ModesReached { get; internal set; }

    /// <summary>The mean probability of being real that the discriminator gives to points; not a number where scores are no logits.</summary>
    /// <param name="scores">Their scores.</param>
    public double MeanProbability(ReadOnlySpan<double> scores)
    {
        if (!ScoresAreLogits)
            return double.NaN;
        double sum = 0;
        foreach (double score in scores)
            sum += 1 / (1 + Math.Exp(-score));
        return sum / scores.Length;
    }

    /// <summary>The same numbers in memory of their own, which the next look leaves as they are.</summary>
    public GameView Copy()
    {
        var copy = (GameView)MemberwiseClone();
        (copy.Generated, copy.Arrows, copy.Field) = (Generated.ToArray(), Arrows.ToArray(), Field.ToArray());
        (copy.RealScores, copy.GeneratedScores) = ([.. RealScores], [.. GeneratedScores]);
        return copy;
    }
}
