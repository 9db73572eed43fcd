using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>Data of two sets of which few items are known to belong together.</summary>
internal static class FewPairs
{
    /// <summary>What sort of content that is.</summary>
    public const string Content = "few-pairs";

    /// <summary>
    /// Makes them of items that all are pairs: the first stay so, as fields <c>input</c> and <c>target</c>; of the others one half gives the field
    /// <c>a</c> and the other half the field <c>b</c>, so that none of these has its partner there.
    /// </summary>
    /// <param name="name">The name of the data.</param>
    /// <param name="first">What the items of the first set are.</param>
    /// <param name="second">What the items of the second set are.</param>
    /// <param name="pairs">How many stay pairs.</param>
    /// <param name="firstItems">Items of the first set, one behind the other.</param>
    /// <param name="secondItems">Their partners.</param>
    public static FieldedDataset Create(string name, Kind first, Kind second, int pairs, float[] firstItems, float[] secondItems)
    {
        int firstLength = (int)first.Shape.Count, secondLength = (int)second.Shape.Count, count = firstItems.Length / firstLength, half = pairs + ((count - pairs) / 2);
        var together = new Rows("pairs", pairs);
        return new FieldedDataset(
            name,
            "b",
            new ArrayColumn(new Field("a", first), new Rows("a", half - pairs), firstItems[(pairs * firstLength)..(half * firstLength)]),
            new ArrayColumn(new Field("b", second), new Rows("b", count - half), secondItems[(half * secondLength)..]),
            new ArrayColumn(new Field("input", first), together, firstItems[..(pairs * firstLength)]),
            new ArrayColumn(new Field("target", second), together, secondItems[..(pairs * secondLength)]));
    }
}
