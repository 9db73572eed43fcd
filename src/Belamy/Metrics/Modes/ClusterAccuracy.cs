namespace Belamy.Metrics;

/// <summary>How well categories that were found without labels agree with the classes of the items.</summary>
internal static class ClusterAccuracy
{
    /// <summary>The share of items whose class is the most frequent one of their category.</summary>
    /// <param name="found">The category of each item, from 0.</param>
    /// <param name="categories">Number of categories.</param>
    /// <param name="labels">The class of each item; more of them may follow.</param>
    /// <param name="classes">Number of classes.</param>
    public static double Majority(int[] found, int categories, ReadOnlySpan<int> labels, int classes)
    {
        double[,] table = Count(found, categories, labels, classes);
        return Enumerable.Range(0, categories).Sum(category => Enumerable.Range(0, classes).Max(label => table[category, label])) / found.Length;
    }

    /// <summary>The share of items whose category is their class's, each category matched with one class in the best way.</summary>
    /// <inheritdoc cref="Majority"/>
    public static double Matched(int[] found, int categories, ReadOnlySpan<int> labels, int classes)
    {
        double[,] table = Count(found, categories, labels, classes);
        int[] classOf = Assignment.Best(table);
        return Enumerable.Range(0, categories).Sum(category => table[category, classOf[category]]) / found.Length;
    }

    private static double[,] Count(int[] found, int categories, ReadOnlySpan<int> labels, int classes)
    {
        var table = new double[categories, classes];
        for (int at = 0; at < found.Length; at++)
            table[found[at], labels[at]]++;
        return table;
    }
}
