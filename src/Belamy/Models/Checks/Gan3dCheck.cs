using Belamy.Data;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("gan-3d", "solids of 16³ cells")]
    internal static void CheckGan3d(ReproductionRun run)
    {
        (int width, int batch, long steps, int count) = run.Choose((2, 4, 2L, 16), (16, 32, 1_500L, 1_000), (32, 100, 20_000L, 2_000));
        Dataset data = run.Open("solids");
        Adversarial recipe = Gan3d with { Width = width, Batch = batch };
        if (run.Protocol == Protocol.Full)
            recipe = recipe.With("generator.learning-rate", "2.5e-3").With("discriminator.learning-rate", "1e-5");
        else
            run.Note("Scaled down: a rate of 5·10⁻⁴ for both stands in for 0.0025 and 10⁻⁵ and some ten thousand steps.");

        run.Description = $"{steps:N0} steps of {batch} solids, width {width}, {count:N0} samples; the dense networks of the model mlp beside it";
        using ImageClassifier? classifier = run.Protocol == Protocol.Quick ? null : run.Judge(SolidViews.Of(data, 4_000));
        FeatureMatrix? seen = classifier is null ? null : ClassifierRows(classifier, SolidViews.See(ItemFunction.Read(data, 1_000), data.ItemShape[1]));
        double full = ItemFunction.Read(data, 500).Average();
        SolidReport[] solid = Play(recipe, "three-dimensional"), dense = Play(recipe with { Networks = Mlp.Networks, Width = run.Protocol == Protocol.Quick ? width : Mlp.Width }, "dense");
        run.Works("cells that are full, as a share of those of the data, %", Of(solid, report => 100 * report.Full / full), Ask.Between(80, 120));
        run.Works("cells of a sample in its largest piece, %", Of(solid, report => 100 * report.Largest), Ask.AtLeast(90));
        if (classifier is not null)
        {
            run.Works("solids that a classifier is sure of by 80 % or more, %", Of(solid, report => 100 * report.Recognized), Ask.AtLeast(80));
            run.Works("classes of solids among samples, of 4", Of(solid, report => report.Classes), Ask.AtLeast(3));
            run.Effect("Fréchet distance in the classifier's features, by convolutions in place of dense layers", Of(solid, report => report.Distance), Of(dense, report => report.Distance), higher: false);
            run.Tell("solids of dense networks that a classifier is sure of by 80 % or more, %", Of(dense, report => 100 * report.Recognized));
            run.Tell("cells of theirs in the largest piece, %", Of(dense, report => 100 * report.Largest));
            run.Note("Tried: a discriminator that never waits. At these rates it does as well: distances of 22 (22, 27, 21) beside 36 (61, 36, 27) where it waits above 80 %.");
        }

        static double[] Of(SolidReport[] reports, Func<SolidReport, double> measure) => [.. reports.Select(measure)];

        SolidReport[] Play(Adversarial of, string label) => run.Each(of, data, steps, label, trained =>
        {
            Samples samples = trained.Generator.Sample(count);
            run.Picture ??= data.Main.Field.Kind.Draw(samples.Take(20).Values, 5);
            return SolidReport.Of(samples, classifier, seen);
        });
    }

    /// <summary>What solids samples are; from a half on a cell is full.</summary>
    /// <param name="Full">The share of cells that are full.</param>
    /// <param name="Largest">The share of full cells that hang together in the largest piece of their sample.</param>
    /// <param name="Recognized">The share of samples that the classifier is sure of by 80 % or more.</param>
    /// <param name="Classes">The classes that are at least a twentieth of those.</param>
    /// <param name="Distance">The Fréchet distance to the data in the classifier's features.</param>
    private sealed record SolidReport(double Full, double Largest, double Recognized, int Classes, double Distance)
    {
        public static SolidReport Of(Samples samples, ImageClassifier? classifier, FeatureMatrix? seen)
        {
            double full = 0, largest = 0;
            for (int at = 0; at < samples.Count; at++)
            {
                bool[] cells = [.. samples.ValuesOf(at).ToArray().Select(value => value >= 0.5f)];
                int count = cells.Count(cell => cell);
                full += (double)count / cells.Length / samples.Count;
                largest += (count == 0 ? 0 : (double)LargestPiece(cells, samples.Item[1]) / count) / samples.Count;
            }

            if (classifier is null)
                return new(full, largest, 0, 0, 0);
            float[] views = SolidViews.See(samples.Values, samples.Item[1]);
            (int[] classes, float[] sure) = classifier.Classify(views);
            int[] recognized = [.. classes.Where((_, at) => sure[at] >= 0.8)];
            return new(full, largest, (double)recognized.Length / samples.Count, recognized.CountBy(one => one).Count(one => one.Value * 20 >= recognized.Length),
                FrechetDistance.Between(seen!, ClassifierRows(classifier, views)));
        }

        /// <summary>Cells of the largest piece whose cells share a face with another of it; counted ones are emptied.</summary>
        private static int LargestPiece(bool[] cells, int size)
        {
            int largest = 0;
            var open = new Stack<int>();
            for (int start = 0; start < cells.Length; start++)
            {
                int count = 0;
                Visit(start);
                while (open.TryPop(out int at))
                {
                    count++;
                    (int z, int y, int x) = (at / (size * size), at / size % size, at % size);
                    if (z > 0)
                        Visit(at - size * size);
                    if (z < size - 1)
                        Visit(at + size * size);
                    if (y > 0)
                        Visit(at - size);
                    if (y < size - 1)
                        Visit(at + size);
                    if (x > 0)
                        Visit(at - 1);
                    if (x < size - 1)
                        Visit(at + 1);
                }

                largest = Math.Max(largest, count);
            }

            return largest;

            void Visit(int at)
            {
                if (!cells[at])
                    return;
                cells[at] = false;
                open.Push(at);
            }
        }
    }

    /// <summary>Volumes as a classifier of pictures sees them: how full they are along each of the three axes, as three channels.</summary>
    private static class SolidViews
    {
        public static ArrayDataset Of(Dataset data, int count)
        {
            float[] values = ItemFunction.Read(data, count);
            int size = data.ItemShape[1];
            return new ArrayDataset($"{data.Name} views", [3, size, size], See(values, size), [.. data.Labels[..(values.Length / data.ItemLength)]], data.ClassNames);
        }

        public static float[] See(ReadOnlySpan<float> volumes, int size)
        {
            int area = size * size;
            var views = new float[volumes.Length / size * 3];
            Array.Fill(views, -1);
            for (int at = 0; at < volumes.Length; at++)
            {
                (int volume, int cell) = Math.DivRem(at, area * size);
                (int z, int y, int x) = (cell / area, cell / size % size, cell % size);
                float share = 2 * volumes[at] / size;
                views[volume * 3 * area + y * size + x] += share;
                views[volume * 3 * area + area + z * size + x] += share;
                views[volume * 3 * area + 2 * area + z * size + y] += share;
            }

            return views;
        }
    }
}
