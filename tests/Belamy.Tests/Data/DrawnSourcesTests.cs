using Belamy.Data;
using Belamy.Data.Kinds;

namespace Belamy.Tests.Data;

/// <summary>Sounds, volumes and films that are drawn by a formula.</summary>
public sealed class DrawnSourcesTests
{
    [Theory]
    [InlineData("tones", 10)]
    [InlineData("solids", 4)]
    [InlineData("moving-shapes", 2)]
    public void Items_follow_from_their_number_and_lie_in_the_range_of_their_kind(string name, int classes)
    {
        (Dataset data, Dataset again, Dataset others) = (Datasets.Open(name), Datasets.Open(name), Datasets.Open(name, new DataOptions { Split = DataSplit.Test }));
        Assert.Equal(classes, data.ClassNames.Count);
        Assert.Equal(classes, data.Labels[..classes].ToArray().Distinct().Count());
        Assert.Equal(data.Fingerprint, again.Fingerprint);
        Assert.NotEqual(data.Fingerprint, others.Fingerprint);
        (double low, double high) = data.Main.Field.Kind.Range!.Value;
        int[] items = [9_999, 0, 1, 2, 3];
        float[] values = Read(data, items);
        Assert.All(values, value => Assert.InRange(value, low, high));
        // In another order, after others, the same.
        Assert.Equal(values[..data.ItemLength], Read(again, 1, 9_999)[data.ItemLength..]);
        Assert.NotEqual(values[..data.ItemLength], Read(others, 9_999));
        Assert.Equal(items.Length, values.Chunk(data.ItemLength).Select(item => string.Join(' ', item)).Distinct().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(data, 10_000));
    }

    [Fact]
    public void Tones_have_the_pitch_of_their_class_and_die_away()
    {
        Dataset data = Datasets.Open("tones");
        var kind = (Sounds)data.Main.Field.Kind;
        // The sines of all pitches: class 2n is that of pitch n.
        double[] heard = [.. Enumerable.Range(0, 5).Select(pitch => Crossings(Read(data, 2 * pitch)) / 2.0 / kind.Samples * kind.Rate)];
        Assert.Equal([220, 311, 440, 622, 880], heard, (expected, actual) => Math.Abs(expected - actual) < 0.02 * expected);
        float[] sound = Read(data, 3);
        Assert.True(sound[..400].Max(Math.Abs) > 1.8 * sound[^400..].Max(Math.Abs));

        static int Crossings(float[] sound) => sound.Zip(sound.Skip(1)).Count(pair => pair.First < 0 != pair.Second < 0);
    }

    [Fact]
    public void Solids_are_full_in_the_middle_and_empty_at_the_border()
    {
        Dataset data = Datasets.Open("solids");
        foreach (int item in Enumerable.Range(0, 200))
        {
            float[] cells = Read(data, item);
            Assert.All(cells, cell => Assert.True(cell is 0 or 1));
            Assert.InRange(cells.Average(), 0.01, 0.6);
            // The L lacks one upper part, and with it at most the cell above the middle.
            Assert.Equal(1, cells[(7 * 16 + 7) * 16 + 6] + cells[(6 * 16 + 7) * 16 + 7] > 0 ? 1 : 0);
            Assert.Equal(0, cells[0]);
        }
    }

    [Fact]
    public void Films_change_where_the_shape_is_and_nowhere_else()
    {
        Dataset data = Datasets.Open("moving-shapes");
        for (int item = 0; item < 6; item++)
        {
            float[] film = Read(data, item);
            bool[] moves = [.. Enumerable.Range(0, 32 * 32).Select(place => Enumerable.Range(1, 15).Any(frame => film[frame * 1024 + place] != film[place]))];
            int[] rows = [.. Enumerable.Range(0, 32).Where(y => Enumerable.Range(0, 32).Any(x => moves[y * 32 + x]))];
            int[] columns = [.. Enumerable.Range(0, 32).Where(x => Enumerable.Range(0, 32).Any(y => moves[y * 32 + x]))];
            // A shape is at most 12 pixels across, and soft by one on each side; what it sweeps is longer the way it moves.
            (int across, int along) = data.Labels[item] == 0 ? (rows.Length, columns.Length) : (columns.Length, rows.Length);
            Assert.InRange(across, 4, 14);
            Assert.InRange(along, across + 1, 32);
        }
    }

    [Fact]
    public void Faces_have_a_map_whose_labels_are_what_the_pixels_show()
    {
        Assert.Equal(Datasets.Open("drawn-faces").Fingerprint, Datasets.Open("drawn-faces").Fingerprint);
        Assert.NotEqual(Datasets.Open("drawn-faces").Fingerprint, Datasets.Open("drawn-faces", new DataOptions { Split = DataSplit.Test }).Fingerprint);
        var data = (FieldedDataset)Datasets.Open("drawn-faces");
        Column maps = data.Column("map");
        var kind = (SegmentationMaps)maps.Field.Kind;
        var (labels, withGlasses) = (new float[1024], 0);
        for (int item = 0; item < 200; item++)
        {
            float[] face = Read(data, item);
            maps.Read(item, labels);
            // All but glasses are in every face, and the corners show the ground, which is of one colour.
            Assert.Equal([0, 1, 2, 3, 4], labels.Distinct().Where(label => label < 5).Order());
            Assert.All(new[] { 0, 31, 992, 1023 }, corner => Assert.Equal(0, labels[corner]));
            Assert.All(Enumerable.Range(0, 1024).Where(at => labels[at] == 0 && at / 32 < 2), at => Assert.Equal((face[0], face[1024], face[2048]), (face[at], face[1024 + at], face[2048 + at])));
            // Lips are the reddest of what is seen, by how much red exceeds green.
            int mouth = Enumerable.Range(0, 1024).MaxBy(at => face[at] - face[1024 + at]);
            Assert.Equal(4, labels[mouth]);
            withGlasses += labels.Contains(5) ? 1 : 0;
        }

        Assert.InRange(withGlasses, 50, 110);
        Assert.Equal(6, kind.Colours.Count);
    }

    [Fact]
    public void Noisy_shapes_are_lighter_than_their_ground_where_their_map_says()
    {
        Assert.Equal(Datasets.Open("noisy-shapes").Fingerprint, Datasets.Open("noisy-shapes").Fingerprint);
        Assert.NotEqual(Datasets.Open("noisy-shapes").Fingerprint, Datasets.Open("noisy-shapes", new DataOptions { Split = DataSplit.Test }).Fingerprint);
        var data = (FieldedDataset)Datasets.Open("noisy-shapes");
        Column maps = data.Column("map");
        Assert.Equal((200, 4), (data.Count, ((SegmentationMaps)maps.Field.Kind).Colours.Count));
        var (labels, seen) = (new float[1024], new int[4]);
        for (int item = 0; item < data.Count; item++)
        {
            float[] picture = Read(data, item);
            maps.Read(item, labels);
            int[] shapes = [.. Enumerable.Range(0, 1024).Where(at => labels[at] > 0)], ground = [.. Enumerable.Range(0, 1024).Where(at => labels[at] == 0)];
            Assert.InRange(shapes.Length, 30, 700);
            // By 20 levels at least in each colour, and on the mean of some pixels noise is a few.
            Assert.True(shapes.Average(at => picture[at] + picture[1024 + at] + picture[2048 + at]) > ground.Average(at => picture[at] + picture[1024 + at] + picture[2048 + at]) + 0.2);
            for (int label = 0; label < seen.Length; label++)
                seen[label] += labels.Contains(label) ? 1 : 0;
        }

        Assert.Equal(200, seen[0]);
        Assert.All(seen[1..], count => Assert.InRange(count, 80, 150));
    }

    [Fact]
    public void Glasses_are_on_faces_of_one_set_alone_and_change_nothing_elsewhere()
    {
        Assert.Equal(Datasets.Open("drawn-glasses").Fingerprint, Datasets.Open("drawn-glasses").Fingerprint);
        var data = (FieldedDataset)Datasets.Open("drawn-glasses", new DataOptions { Split = DataSplit.Test });
        float[] face = new float[3072];
        for (int item = 0; item < 50; item++)
        {
            int worn = DrawnGlassesSource.ShapeOf(DataSplit.Test, item);
            data.Column("a").Read(item, face);
            float[] with = DrawnGlassesSource.Wearing(DataSplit.Test, "a", item, DrawnGlassesSource.Shapes[worn]), bare = DrawnGlassesSource.Wearing(DataSplit.Test, "a", item, null);
            Assert.Equal(with, face);
            // Two discs of 3.8 pixels and a bridge, in three channels.
            Assert.InRange(Enumerable.Range(0, 3072).Count(at => face[at] != bare[at]), 90, 330);
            data.Column("b").Read(item, face);
            Assert.Equal(DrawnGlassesSource.Wearing(DataSplit.Test, "b", item, null), face);
        }

        Assert.Equal(DrawnGlassesSource.Shapes.Count, Enumerable.Range(0, 200).Select(item => DrawnGlassesSource.ShapeOf(DataSplit.Train, item)).Distinct().Count());
    }

    private static float[] Read(Dataset data, params int[] items)
    {
        var values = new float[items.Length * data.ItemLength];
        data.ReadBatch(items, values);
        return values;
    }
}
