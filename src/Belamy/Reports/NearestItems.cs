using Belamy.Data;
using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Metrics;

namespace Belamy.Reports;

/// <summary>Samples above the pictures of the data that they are nearest to: whether a generator copies what it was shown.</summary>
internal static class NearestItems
{
    private const int Samples = 10;
    private const int Chunk = 2000;

    /// <summary>Writes the section; nothing where the run makes no pictures, or its data are not at hand.</summary>
    public static void Write(ReportPage page, ReportedRun run, ReportOptions options)
    {
        if (run.Trained?.Game.Generator is not { } generator || generator.Kind is not (null or Data.Kinds.Pictures) || run.Data is not { } data || data.ItemShape.Length != 3)
            return;
        Samples samples = generator.Sample(Samples);
        if (!samples.AreImages || samples.Item.Count != data.ItemLength)
            return;
        options.Progress?.Invoke("looking for the nearest training images");
        float[] nearest = Find(samples, data, options.CancellationToken);
        page.Section("Does it copy?");
        Image grid = ImageGrid.Scale(ImageGrid.Create([.. samples.Values, .. nearest], samples.Item[0], samples.Item[1], samples.Item[2], Samples), 0);
        page.Figure(grid, "samples and the training images nearest to them", "pixels wide", "Above: samples. Below: the training image nearest to each, pixel by pixel.");
        if (run.Log.LastOrDefault(line => line.ContainsKey(Numbers.SampleNearest)) is { } line)
            page.Paragraph($"Samples are {Quantity.Measured(line[Numbers.SampleNearest])} times as far from their nearest training image as training images are from each other; far below 1 would be copies.");
        page.EndSection();
    }

    private static float[] Find(Samples samples, Dataset data, CancellationToken cancellation)
    {
        var wanted = new FeatureMatrix(samples.Values.ToArray(), data.ItemLength);
        int among = Math.Min(data.Count, SampleMeasure.NearestAmong);
        var best = new (double Distance, int Index)[samples.Count];
        Array.Fill(best, (double.PositiveInfinity, 0));
        for (int first = 0; first < among; first += Chunk)
        {
            int[] indices = [.. Enumerable.Range(first, Math.Min(Chunk, among - first)).Select(at => (int)((long)at * data.Count / among))];
            var values = new float[indices.Length * data.ItemLength];
            data.ReadBatch(indices, values);
            NearestImages found = NearestImages.Find(wanted, new FeatureMatrix(values, data.ItemLength), cancellation);
            for (int at = 0; at < best.Length; at++)
            {
                if (found.Distances[at] < best[at].Distance)
                    best[at] = (found.Distances[at], indices[found.Indices[at]]);
            }
        }

        var nearest = new float[samples.Count * data.ItemLength];
        data.ReadBatch([.. best.Select(one => one.Index)], nearest);
        return nearest;
    }
}
