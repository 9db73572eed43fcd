using System.Globalization;
using System.Text;

namespace Belamy.Objectives;

/// <summary>What a mean of a loss is taken over.</summary>
public enum TermSubject
{
    /// <summary>Real items x.</summary>
    Real,

    /// <summary>Generated items G(z).</summary>
    Generated,

    /// <summary>Both: each judged beside the others.</summary>
    Both,
}

/// <summary>The mean of something over the scores of real and of generated items.</summary>
/// <param name="real">Scores of real items, in double precision.</param>
/// <param name="generated">Scores of generated items.</param>
public delegate double ScoreMean(ReadOnlySpan<double> real, ReadOnlySpan<double> generated);

/// <summary>A factor times a mean over items.</summary>
/// <param name="Factor">What the mean is multiplied with.</param>
/// <param name="Text">The mean as the papers write it: <c>E[ln D(x)]</c>.</param>
/// <param name="Subject">What it is taken over.</param>
/// <param name="Mean">Computes it of the discriminator's scores: logits where <see cref="Objective.ScoresAreLogits"/>.</param>
public sealed record LossTerm(double Factor, string Text, TermSubject Subject, ScoreMean Mean)
{
    /// <summary>The sign and the factor in front of the mean: <c>−</c>, <c>+ ½ </c>; nothing for a plus at the beginning.</summary>
    /// <param name="isFirst">Whether it begins the formula.</param>
    public string Sign(bool isFirst)
    {
        string size = Math.Abs(Factor) switch
        {
            1 => "",
            0.5 => "½ ",
            var amount => amount.ToString("0.###", CultureInfo.InvariantCulture) + " ",
        };
        return (Factor < 0 ? (isFirst ? "−" : "− ") : isFirst ? "" : "+ ") + size;
    }
}

/// <summary>A loss as its paper writes it, and as numbers: a sum of means over items.</summary>
/// <param name="Terms">The terms, at least one.</param>
public sealed record LossFormula(params IReadOnlyList<LossTerm> Terms)
{
    /// <summary>The loss of certain scores.</summary>
    /// <param name="real">The discriminator's scores of real items.</param>
    /// <param name="generated">Its scores of generated items.</param>
    public double Value(ReadOnlySpan<double> real, ReadOnlySpan<double> generated)
    {
        double sum = 0;
        foreach (LossTerm term in Terms)
            sum += term.Factor * term.Mean(real, generated);
        return sum;
    }

    /// <summary>The formula with each mean's value in its place: <c>−(−0.693) − (−0.693)</c>.</summary>
    /// <param name="real">The discriminator's scores of real items.</param>
    /// <param name="generated">Its scores of generated items.</param>
    public string PutIn(ReadOnlySpan<double> real, ReadOnlySpan<double> generated)
    {
        var text = new StringBuilder();
        for (int at = 0; at < Terms.Count; at++)
        {
            double mean = Terms[at].Mean(real, generated);
            string number = Quantity.Loss(Math.Abs(mean));
            text.Append(at == 0 ? "" : " ").Append(Terms[at].Sign(at == 0)).Append(mean < 0 ? $"(−{number})" : number);
        }

        return text.ToString();
    }

    /// <summary>The formula as papers write it: <c>−E[ln D(x)] − E[ln(1 − D(G(z)))]</c>.</summary>
    public override string ToString() => string.Join(' ', Terms.Select((term, at) => term.Sign(at == 0) + term.Text));
}

/// <summary>The terms that objectives are made of.</summary>
internal static class Terms
{
    private const string X = "x", Gz = "G(z)";

    /// <summary>-E[t ln D + (1 - t) ln(1 - D)], D = σ(logit).</summary>
    public static LossTerm CrossEntropy(TermSubject subject, double target, double factor = -1)
    {
        string d = $"D({ItemOf(subject)})";
        string text = target switch
        {
            0 => $"E[ln(1 − {d})]",
            1 => $"E[ln {d}]",
            _ => string.Create(CultureInfo.InvariantCulture, $"E[{target:0.###} ln {d} + {1 - target:0.###} ln(1 − {d})]"),
        };
        return Mean(factor, text, subject, logit => -(target * Softplus(-logit)) - ((1 - target) * Softplus(logit)));
    }

    /// <summary>E of a function of an item's score.</summary>
    public static LossTerm Mean(double factor, string text, TermSubject subject, Func<double, double> value) =>
        new(factor, text, subject, (real, generated) => Average(subject == TermSubject.Real ? real : generated, value));

    /// <summary>E of f over what relativistic objectives want large: a score beside the mean of the others, or beside its pair's.</summary>
    public static LossTerm Relative(RelativisticBase form, TermSubject subject, bool ofMeans, bool isGenerators)
    {
        string real = $"D({X})", generated = $"D({Gz})";
        string one = subject == TermSubject.Generated ? generated : real, other = subject == TermSubject.Generated ? real : generated;
        // The generator wants each difference the other way round.
        bool isTurned = isGenerators != (subject == TermSubject.Generated);
        string minuend = isTurned ? other : one, subtrahend = isTurned ? one : other;
        if (ofMeans)
            (minuend, subtrahend) = isTurned ? ($"E[{minuend}]", subtrahend) : (minuend, $"E[{subtrahend}]");
        string difference = $"{minuend} − {subtrahend}";
        string text = form switch
        {
            RelativisticBase.LeastSquares => $"E[({difference} − 1)²]",
            RelativisticBase.Hinge => $"E[max(0, 1 − ({difference}))]",
            _ => $"E[ln σ({difference})]",
        };
        return new(form == RelativisticBase.CrossEntropy ? -1 : 1, text, ofMeans ? subject : TermSubject.Both, (reals, generateds) =>
        {
            ReadOnlySpan<double> own = subject == TermSubject.Generated ? generateds : reals, others = subject == TermSubject.Generated ? reals : generateds;
            double mean = Average(others, score => score), sum = 0;
            for (int at = 0; at < own.Length; at++)
            {
                double gap = own[at] - (ofMeans ? mean : others[at]);
                gap = isTurned ? -gap : gap;
                sum += form switch
                {
                    RelativisticBase.LeastSquares => (gap - 1) * (gap - 1),
                    RelativisticBase.Hinge => Math.Max(0, 1 - gap),
                    _ => -Softplus(-gap),
                };
            }

            return sum / own.Length;
        });
    }

    /// <summary>What stands for an item: x, or G(z).</summary>
    public static string ItemOf(TermSubject subject) => subject == TermSubject.Real ? X : Gz;

    private static double Average(ReadOnlySpan<double> scores, Func<double, double> value)
    {
        double sum = 0;
        foreach (double score in scores)
            sum += value(score);
        return sum / scores.Length;
    }

    // ln(1 + e^x) without overflow.
    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
