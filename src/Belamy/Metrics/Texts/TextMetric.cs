using Belamy.Data;
using Belamy.Data.Kinds;

namespace Belamy.Metrics;

/// <summary>A measure of texts: of their words, not of the numbers that stand for them.</summary>
internal abstract record TextMetric : Metric
{
    /// <summary>What the words are called where items are named by what they were seen by.</summary>
    protected const string Words = "words";

    public override MetricNeeds Needs => MetricNeeds.Texts;

    public override bool IsQuick => true;

    /// <summary>The words of data that are texts, or null.</summary>
    protected static Tokens? KindOf(Dataset data) => data.Main.Field.Kind as Tokens;

    protected override string? Lack(MetricInput input) => KindOf(input.Real) is null ? "it needs texts" : base.Lack(input);

    /// <summary>The numbers of each text's words, up to its end.</summary>
    protected static int[][] Texts(FeatureMatrix items) =>
        [.. items.Values.ToArray().Chunk(items.Dimension).Select(item => item.Select(word => (int)word).TakeWhile(word => word != Vocabulary.End).ToArray())];
}
