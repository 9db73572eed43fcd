using Belamy.Data;

namespace Belamy.Tests.Data;

public class MixtureDatasetTests
{
    private static MixtureDataset Open(string name) => Assert.IsType<MixtureDataset>(Datasets.Open(name));

    private static double[][] Columns(Dataset set)
    {
        double[][] columns = [.. Enumerable.Range(0, set.ItemLength).Select(_ => new double[set.Count])];
        var item = new float[set.ItemLength];
        for (int i = 0; i < set.Count; i++)
        {
            set.Read(i, item);
            for (int column = 0; column < item.Length; column++)
                columns[column][i] = item[column];
        }

        return columns;
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    [Fact]
    public void Line_has_even_modes_of_its_deviation_in_unit_scale()
    {
        MixtureDataset set = MixtureDataset.Line("line", [-1, 2, 3], 0.1);
        Assert.Equal([1], set.ItemShape.ToArray());
        // √(mean of squares about 4/3, and 0.1²).
        Assert.Equal(Math.Sqrt((26.0 / 9) + 0.01), set.Scale, 1e-9);
        Assert.Equal([-1, 2, 3], set.Centres.Select(centre => Math.Round(centre.X * set.Scale, 9)));
        double[] values = Columns(set)[0];
        for (int mode = 0; mode < 3; mode++)
        {
            double[] own = [.. values.Where((_, at) => set.Labels[at] == mode)];
            Assert.Equal(1.0 / 3, (double)own.Length / values.Length, 0.01);
            Assert.Equal(set.Centres[mode].X, own.Average(), 0.001);
            Assert.Equal(set.Deviation, Deviation(own), 0.001);
        }

        Assert.Throws<ArgumentException>(() => MixtureDataset.Line("line", [], 0.1));
    }

    [Theory]
    [InlineData("ring8", 8, 0.7071775, 0.01)]
    [InlineData("ring8-easy", 8, 1.4143549, 0.02)]
    [InlineData("grid25", 25, 2.8288690, 0.05)]
    public void Mixture_hasEvenModes_ofItsDeviation_inUnitScale(string name, int modes, double scale, double deviation)
    {
        MixtureDataset set = Open(name);
        Assert.Equal(MixtureDataset.DefaultCount, set.Count);
        Assert.Equal([2], set.ItemShape.ToArray());
        Assert.Equal(modes, set.Centres.Count);
        Assert.Equal(scale, set.Scale, 1e-6);
        Assert.Equal(deviation, set.Deviation * set.Scale, 1e-12);
        Assert.Equal([.. Enumerable.Range(0, modes).Select(mode => $"{mode}")], set.ClassNames);

        double[][] columns = Columns(set);
        Assert.All(columns, column => Assert.Equal(1, Deviation(column), 0.01));
        var counts = new int[modes];
        var squares = new double[2 * modes];
        for (int i = 0; i < set.Count; i++)
        {
            int mode = set.Labels[i];
            counts[mode]++;
            squares[2 * mode] += Math.Pow(columns[0][i] - set.Centres[mode].X, 2);
            squares[(2 * mode) + 1] += Math.Pow(columns[1][i] - set.Centres[mode].Y, 2);
        }

        // Four standard deviations of a count of independent draws.
        double expected = (double)set.Count / modes;
        Assert.All(counts, count => Assert.Equal(expected, count, 4 * Math.Sqrt(expected)));
        for (int k = 0; k < squares.Length; k++)
            Assert.Equal(1, Math.Sqrt(squares[k] / counts[k / 2]) / set.Deviation, 0.06);
    }

    [Fact]
    public void Noise_isNormal()
    {
        MixtureDataset set = Open("ring8");
        double[] x = [.. Columns(set)[0].Select((value, i) => Math.Abs(value - set.Centres[set.Labels[i]].X) / set.Deviation)];
        Assert.Equal(0.6827, x.Count(value => value < 1) / (double)x.Length, 0.006);
        Assert.Equal(0.9545, x.Count(value => value < 2) / (double)x.Length, 0.003);
        Assert.Equal(0.9973, x.Count(value => value < 3) / (double)x.Length, 0.001);
    }

    [Fact]
    public void Ring_firstCentreLiesOnTheRight_andTheOthersAnticlockwise()
    {
        MixtureDataset set = Open("ring8-easy");
        Assert.Equal((2 / set.Scale, 0), set.Centres[0]);
        Assert.Equal(2 / set.Scale, set.Centres[2].Y, 1e-12);
        Assert.Equal(8, set.Centres.Distinct().Count());
    }

    [Fact]
    public void Grid_centresAreEvenIntegers()
    {
        MixtureDataset set = Open("grid25");
        IEnumerable<(double, double)> native = set.Centres.Select(centre => (Math.Round(centre.X * set.Scale, 9), Math.Round(centre.Y * set.Scale, 9)));
        Assert.Equal(from y in Enumerable.Range(-2, 5) from x in Enumerable.Range(-2, 5) select (2.0 * x, 2.0 * y), native);
    }

    [Fact]
    public void SwissRoll_liesAboutItsSpiral()
    {
        MixtureDataset set = Open("swissroll");
        Assert.Empty(set.Centres);
        Assert.Empty(set.ClassNames);
        Assert.Equal(7.5, set.Scale);
        double[][] columns = Columns(set);
        Assert.All(columns, column => Assert.InRange(Deviation(column), 0.8, 1.1));
        // The spiral has t for its distance from the origin, and t less whole turns for its angle.
        int near = 0;
        for (int i = 0; i < set.Count; i++)
        {
            (double x, double y) = (columns[0][i] * 7.5, columns[1][i] * 7.5);
            double offset = (Math.Sqrt((x * x) + (y * y)) - Math.Atan2(y, x)) / (2 * Math.PI);
            near += Math.Abs(offset - Math.Round(offset)) * 2 * Math.PI < 1 ? 1 : 0;
        }

        Assert.InRange(near, 0.99 * set.Count, set.Count);
    }

    [Fact]
    public void Moons_areTwoLabelledHalfCircles_ofUnitScale()
    {
        MixtureDataset set = Open("moons");
        Assert.Empty(set.Centres);
        Assert.Equal(["0", "1"], set.ClassNames);
        double[][] columns = Columns(set);
        Assert.All(columns, column => Assert.Equal(0, column.Average(), 0.02));
        Assert.Equal(1, (Math.Pow(Deviation(columns[0]), 2) + Math.Pow(Deviation(columns[1]), 2)) / 2, 0.01);
        for (int i = 0; i < 1000; i++)
        {
            (double x, double y) = (columns[0][i] * set.Scale, columns[1][i] * set.Scale);
            double side = set.Labels[i] == 0 ? -1 : 1;
            double distance = Math.Sqrt(Math.Pow(x - (0.5 * side), 2) + Math.Pow(y - (0.25 * side), 2));
            Assert.Equal(1, distance, 6 * 0.05);
            Assert.True(-side * (y - (0.25 * side)) > -0.3);
        }
    }

    [Fact]
    public void Gaussian1d_isNotNormalized()
    {
        MixtureDataset set = Open("gaussian1d");
        Assert.Equal([1], set.ItemShape.ToArray());
        Assert.Equal((1, 0.5), (set.Scale, set.Deviation));
        Assert.Equal([(4, 0)], set.Centres);
        double[] values = Columns(set)[0];
        Assert.Equal(4, values.Average(), 0.008);
        Assert.Equal(0.5, Deviation(values), 0.006);
    }

    [Fact]
    public void Points_firstOfRing8_areThoseOfAnotherImplementation()
    {
        MixtureDataset set = Open("ring8");
        Assert.Equal([4, 7, 0], set.Labels[..3].ToArray());
        var values = new float[6];
        set.ReadBatch([0, 1, 2], values);
        double[] expected = [-1.4047691598591654, 0.007607603995721665, 0.9944509501875879, -1.0084253305727529, 1.4148993816291704, -0.008537726643630644];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], values[i], 1e-7);
    }

    [Fact]
    public void Points_dependOnSeedAndPlaceAlone()
    {
        MixtureDataset few = MixtureDataset.Ring("ring", 8, 1, 0.01, count: 10, seed: 5);
        MixtureDataset many = MixtureDataset.Ring("ring", 8, 1, 0.01, count: 1000, seed: 5);
        MixtureDataset other = MixtureDataset.Ring("ring", 8, 1, 0.01, count: 10, seed: 6);
        Assert.Equal(Columns(few)[1], Columns(many)[1][..10]);
        Assert.NotEqual(Columns(few)[1], Columns(other)[1]);
        Assert.NotEqual(Columns(Datasets.Open("ring8"))[0], Columns(Datasets.Open("ring8", new DataOptions { Split = DataSplit.Test }))[0]);
    }

    [Fact]
    public void Fingerprint_followsEveryParameter()
    {
        string own = MixtureDataset.Ring("ring", 8, 1, 0.01, count: 10).Fingerprint;
        Assert.Equal(own, MixtureDataset.Ring("ring", 8, 1, 0.01, count: 10).Fingerprint);
        string[] others =
        [
            MixtureDataset.Ring("other", 8, 1, 0.01, count: 10).Fingerprint,
            MixtureDataset.Ring("ring", 7, 1, 0.01, count: 10).Fingerprint,
            MixtureDataset.Ring("ring", 8, 2, 0.01, count: 10).Fingerprint,
            MixtureDataset.Ring("ring", 8, 1, 0.02, count: 10).Fingerprint,
            MixtureDataset.Ring("ring", 8, 1, 0.01, count: 11).Fingerprint,
            MixtureDataset.Ring("ring", 8, 1, 0.01, count: 10, seed: 1).Fingerprint,
        ];
        Assert.DoesNotContain(own, others);
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    [Fact]
    public void Wrong_use_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new MixtureDataset("none", [], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixtureDataset("few", [(0, 0)], 1, count: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixtureDataset("narrow", [(0, 0)], -1));
        MixtureDataset set = MixtureDataset.Ring("ring", 8, 1, 0.01, count: 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Read(10, new float[2]));
        Assert.Throws<ArgumentException>(() => set.Read(0, new float[1]));
    }
}
