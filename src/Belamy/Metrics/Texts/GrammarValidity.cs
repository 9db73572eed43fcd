using Belamy.Data;
using Belamy.Data.Kinds;

namespace Belamy.Metrics;

/// <summary>The share of texts that the grammar of the data derives, and how many different ones these are.</summary>
/// <param name="Valid">The share, in [0, 1].</param>
/// <param name="Different">The share of different texts among the valid ones.</param>
public readonly record struct GrammarValidity(double Valid, double Different)
{
    /// <summary>Parses texts.</summary>
    /// <param name="kind">What the values stand for.</param>
    /// <param name="items">Texts as they are encoded, one behind the other.</param>
    public static GrammarValidity Compute(Tokens kind, ReadOnlySpan<float> items)
    {
        ArgumentNullException.ThrowIfNull(kind);
        int count = items.Length / kind.Length;
        var valid = new List<string>();
        for (int at = 0; at < count; at++)
        {
            string text = kind.Tell(items.Slice(at * kind.Length, kind.Length));
            if (ExpressionGrammar.Derives(text))
                valid.Add(text);
        }

        return new((double)valid.Count / count, valid.Count == 0 ? 0 : (double)valid.Distinct().Count() / valid.Count);
    }
}

/// <summary><see cref="GrammarValidity"/> of the data set expressions.</summary>
internal sealed record GrammarValidityMetric : TextMetric
{
    public override string Name => "validity";

    public override string Description => "expressions: the share of samples that their grammar derives";

    protected override int LeastReal(MetricInput input) => 0;

    protected override string? Lack(MetricInput input) => KindOf(input.Real) == ExpressionsSource.Kind ? base.Lack(input) : "it needs samples of the data set expressions";

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        var validity = GrammarValidity.Compute(KindOf(input.Real)!, [.. input.GeneratedItems().Values]);
        return [input.Value(Name, validity.Valid, Better.Higher, real: 0, features: Words), input.Value("different", validity.Different, Better.Higher, real: 0, features: Words) with { Note = "of the valid ones" }];
    }
}
