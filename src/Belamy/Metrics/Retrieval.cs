namespace Belamy.Metrics;

/// <summary>
/// Whether items of one class lie together: each query ranks a gallery by the cosine of features, as re-identification does. Zheng,
/// Shen, Tian, Wang, Wang and Tian 2015, "Scalable person re-identification: a benchmark", ICCV.
/// </summary>
/// <param name="RankOne">The share of queries whose nearest gallery item is of their class.</param>
/// <param name="MeanAveragePrecision">
/// The mean over queries of the mean, over the gallery items of their class, of the share of their class among all that are as near or nearer. The authors' program of that benchmark
/// takes the mean of that share and the one before, which is a little less.
/// </param>
public sealed record Retrieval(double RankOne, double MeanAveragePrecision)
{
    /// <summary>Ranks.</summary>
    /// <param name="queries">Features of queries, as rows.</param>
    /// <param name="classesOfQueries">Their classes.</param>
    /// <param name="gallery">Features of the items to be ranked, as rows; equally near ones keep their order.</param>
    /// <param name="classesOfGallery">Their classes; each class of a query is among them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The dimensions or counts differ, a set is empty, or a query's class has no gallery item.</exception>
    public static Retrieval Compute(
        FeatureMatrix queries, ReadOnlyMemory<int> classesOfQueries, FeatureMatrix gallery, ReadOnlyMemory<int> classesOfGallery, CancellationToken cancellationToken = default)
    {
        (FeatureMatrix directions, FeatureMatrix others) = (Directions(queries), Directions(gallery));
        if (queries.Count != classesOfQueries.Length || gallery.Count != classesOfGallery.Length)
            throw new ArgumentException("Every query and every gallery item has one class.");
        var precision = new double[queries.Count];
        var isFirst = new bool[queries.Count];
        // The squared distance of two directions is 2 - 2 cos, so that nearest first is greatest cosine first.
        PairDistances.ForEachRow(directions, others, (row, squared) =>
        {
            int wanted = classesOfQueries.Span[row];
            ReadOnlySpan<int> classes = classesOfGallery.Span;
            var order = new (float Distance, int Place)[squared.Length];
            for (int at = 0; at < order.Length; at++)
                order[at] = (squared[at], at);
            Array.Sort(order);
            (int found, double sum) = (0, 0);
            for (int at = 0; at < order.Length; at++)
            {
                if (classes[order[at].Place] != wanted)
                    continue;
                found++;
                sum += (double)found / (at + 1);
            }

            if (found == 0)
                throw new ArgumentException($"No item of the gallery is of class {wanted}, which a query has.");
            isFirst[row] = classes[order[0].Place] == wanted;
            precision[row] = sum / found;
        }, cancellationToken);
        return new Retrieval(isFirst.Count(first => first) / (double)isFirst.Length, precision.Average());
    }

    private static FeatureMatrix Directions(FeatureMatrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var values = new float[features.Count * features.Dimension];
        for (int row = 0; row < features.Count; row++)
        {
            ReadOnlySpan<float> from = features.Row(row);
            double squares = 0;
            foreach (float value in from)
                squares += (double)value * value;
            double length = Math.Sqrt(squares);
            for (int at = 0; at < from.Length; at++)
                values[(row * from.Length) + at] = length > 0 ? (float)(from[at] / length) : 0;
        }

        return new FeatureMatrix(values, features.Dimension);
    }
}
