using Belamy.Data;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Tests.Training;

namespace Belamy.Tests.Runs;

public sealed class PointPictureTests
{
    // Where the one point of the generator lies, away from the ring.
    private const float GeneratedX = 0.5f, GeneratedY = -0.3f;
    private static readonly Dataset Ring = Datasets.Open("ring8");

    [Fact]
    public void Draw_shows_the_data_where_they_lie_and_nowhere_else()
    {
        using var picture = new PointPicture(OnePoint(), null, Ring);
        var plot = new Plot(picture.Draw("ring"));
        double radius = 1 / ((MixtureDataset)Ring).Scale;
        for (int mode = 0; mode < 8; mode++)
        {
            double angle = mode * Math.PI / 4;
            // 125 points of a deviation of two pixels and a half.
            Assert.Contains(plot.Around(radius * Math.Cos(angle), radius * Math.Sin(angle), 3), IsData);
            double between = angle + (Math.PI / 8);
            Assert.DoesNotContain(plot.Around(radius * Math.Cos(between), radius * Math.Sin(between), 10), IsData);
        }

        Assert.DoesNotContain(plot.Around(0, 0, 20), IsData);
    }

    [Fact]
    public void Draw_shows_what_the_generator_makes()
    {
        using var picture = new PointPicture(OnePoint(), null, Ring);
        var plot = new Plot(picture.Draw("ring"));
        Assert.All(plot.Around(GeneratedX, GeneratedY, 0), pixel => Assert.True(IsOrange(pixel)));
        (int x, int y) = plot.Place(GeneratedX, GeneratedY);
        Assert.All(plot.Find(IsOrange), place => Assert.True(Math.Abs(place.X - x) <= 4 && Math.Abs(place.Y - y) <= 4, $"{place} is far from {(x, y)}."));
    }

    [Fact]
    public void Draw_of_certain_samples_shows_these_alone()
    {
        using var picture = new PointPicture(OnePoint(), null, Ring);
        var plot = new Plot(picture.Draw("ring", new Samples([2], [-0.7f, 0.2f, 0.1f, 0.9f])));
        Assert.All(plot.Around(-0.7, 0.2, 0), pixel => Assert.True(IsOrange(pixel)));
        Assert.All(plot.Around(0.1, 0.9, 0), pixel => Assert.True(IsOrange(pixel)));
        Assert.DoesNotContain(plot.Around(GeneratedX, GeneratedY, 5), IsOrange);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(3, -3)]
    public void Draw_shows_the_field_of_the_critic(float slopeX, float slopeY)
    {
        using var picture = new PointPicture(OnePoint(), Plane(slopeX, slopeY), Ring);
        var plot = new Plot(picture.Draw("ring"));
        // The scores over the square in their own deviations, half of the square's extent being √3 of those of a coordinate.
        double half = (plot.Maximum - plot.Minimum) / 2, middle = (plot.Maximum + plot.Minimum) / 2;
        double deviation = half / Math.Sqrt(3) * Math.Sqrt((slopeX * slopeX) + (slopeY * slopeY));
        foreach ((double x, double y) in new[] { (0.9, 0.1), (-0.9, 0.1), (0.1, 0.9), (0.1, -0.9), (0.4, 0.6), (-0.6, -0.35), (-0.1, 0.05) })
        {
            double score = Math.Tanh(half * ((slopeX * x) + (slopeY * y)) / deviation);
            Color end = score > 0 ? new Color(0xA0, 0xBD, 0xDA) : new Color(0xE1, 0xB6, 0x9A);
            Color pixel = Assert.Single(plot.Around(middle + (half * x), middle + (half * y), 0));
            // A pixel is up to one hundredth of a deviation wide; the field's cells are joined by straight lines.
            Assert.Equal(Mixed(end.Red, score), pixel.Red, 3.0);
            Assert.Equal(Mixed(end.Green, score), pixel.Green, 3.0);
            Assert.Equal(Mixed(end.Blue, score), pixel.Blue, 3.0);
        }

        static double Mixed(byte end, double score) => 255 + ((end - 255) * Math.Abs(score));
    }

    [Fact]
    public void Draw_without_a_critic_leaves_the_plane_white()
    {
        var none = new Samples([2], [100, 100]);
        using var picture = new PointPicture(OnePoint(), null, Ring);
        var plain = new ScatterPlot { Title = "ring", Scale = ((MixtureDataset)Ring).Scale };
        var points = new float[2000];
        Ring.ReadBatch([.. Enumerable.Range(0, 1000)], points);
        plain.SetReal(points);
        plain.SetGenerated(none.Values);
        Assert.Equal(plain.Draw().Pixels.ToArray(), picture.Draw("ring", none).Pixels.ToArray());
    }

    [Fact]
    public void Draw_shows_the_critic_as_it_is_at_the_moment()
    {
        using var game = new AssembledGame(TinyRecipes.Dense, Ring);
        using var picture = new PointPicture(game.RequireGenerator(), game.Parts.Critic, Ring);
        // Its mixtures with the field would be taken for other colours.
        var outside = new Samples([2], [100, 100]);
        var before = new Plot(picture.Draw("ring", outside));
        // The other sign of the last layer judges generated what it judged real.
        foreach (Parameter parameter in game.Game.Store.Parameters.Where(parameter => parameter.Name.StartsWith("discriminator/5/", StringComparison.Ordinal)))
        {
            Span<float> weights = parameter.AsSpan<float>();
            for (int at = 0; at < weights.Length; at++)
                weights[at] = -weights[at];
        }

        var after = new Plot(picture.Draw("ring", outside));
        // The points of the data have the colour of the field where it says real.
        using var unjudged = new PointPicture(game.RequireGenerator(), null, Ring);
        var dots = new Plot(unjudged.Draw("ring", outside));
        List<(int X, int Y)> Field(Func<Color, bool> colour) => [.. before.Find(colour).Where(place => dots.At(place.X, place.Y) is not { Red: < 0xE0 })];
        List<(int X, int Y)> blue = Field(IsBlue), orange = Field(IsPaleOrange);
        Assert.True(blue.Count > 10_000 && orange.Count > 10_000, $"{blue.Count} blue and {orange.Count} orange pixels");
        Assert.All(blue, place => Assert.True(after.At(place.X, place.Y) is var pixel && pixel.Red > pixel.Blue, $"{place} is still {pixel}."));
        Assert.All(orange, place => Assert.True(after.At(place.X, place.Y) is var pixel && pixel.Red < pixel.Blue, $"{place} is still {pixel}."));
    }

    [Fact]
    public void Train_on_points_leaves_pictures_of_them()
    {
        using var folder = new TemporaryFolder();
        using TrainingRun run = Gan.Train(TinyRecipes.Dense, Ring, steps: 201, folder: folder["run"], cancellationToken: TestContext.Current.CancellationToken);
        Image last = Image.Load(folder["run/samples/step-000201.png"]);
        using var picture = new PointPicture(run.Generator, run.Game.Parts.Critic, Ring);
        Assert.Equal(picture.Draw("ring8, step 201").Pixels.ToArray(), last.Pixels.ToArray());
        var plot = new Plot(last);
        Assert.NotEmpty(plot.Find(IsOrange));
        Assert.NotEmpty(plot.Find(IsBlue));
        Assert.NotEmpty(plot.Find(IsPaleOrange));
        // On the way, the game was another.
        Assert.NotEqual(last.Pixels.ToArray(), Image.Load(folder["run/samples/step-000200.png"]).Pixels.ToArray());
    }

    [Fact]
    public void Points_of_the_plane_fit_alone()
    {
        Assert.True(PointPicture.Fits(Ring));
        Assert.False(PointPicture.Fits(new GaussianData(10, 0, 1, 1)));
        Assert.False(PointPicture.Fits(new GaussianData(10, 0, 1, 3)));
        Assert.False(PointPicture.Fits(Datasets.Digits()));
    }

    private static Generator OnePoint() => new(
        (_, latent, _) => Tensor.Concat(1, (latent * 0) + GeneratedX, (latent * 0) + GeneratedY), new LatentPrior(1), [2]);

    /// <summary>A critic whose scores lie on a plane, far from 0.</summary>
    private static Func<ForwardContext, Tensor, Tensor> Plane(float slopeX, float slopeY) =>
        (_, points) => (points.Slice(1, 0, 1) * slopeX) + (points.Slice(1, 1, 1) * slopeY) + 40;

    private static bool IsData(Color pixel) => pixel is { Red: < 0x90, Blue: > 0xA0 };

    private static bool IsOrange(Color pixel) => pixel.Red > pixel.Blue + 100;

    // A third of the way from white to the ends of the field.
    private static bool IsBlue(Color pixel) => pixel.Blue > pixel.Red + 20 && pixel.Red >= 0xA0;

    private static bool IsPaleOrange(Color pixel) => pixel.Red > pixel.Blue + 20 && pixel is { Red: >= 0xE1, Blue: >= 0x9A };

    /// <summary>The square that points are drawn in, found by its frame.</summary>
    private sealed class Plot
    {
        private readonly Image _image;
        private readonly int _left, _right, _top, _bottom;

        public Plot(Image image)
        {
            _image = image;
            Assert.Equal((640, 640, 3), (image.Width, image.Height, image.Channels));
            int[] columns = [.. Enumerable.Range(0, 640).Where(x => Enumerable.Range(0, 640).Count(y => IsFrame(x, y)) > 400)];
            int[] rows = [.. Enumerable.Range(0, 640).Where(y => Enumerable.Range(0, 640).Count(x => IsFrame(x, y)) > 400)];
            Assert.Equal((2, 2), (columns.Length, rows.Length));
            (_left, _right, _top, _bottom) = (columns[0], columns[1], rows[0], rows[1]);
            // The axes of these data, by the middles of four cells.
            var axes = new ScatterPlot();
            var points = new float[2000];
            Ring.ReadBatch([.. Enumerable.Range(0, 1000)], points);
            axes.SetReal(points);
            float[] middles = axes.FieldPoints(2, 2);
            double extent = 2 * (middles[2] - middles[0]);
            Minimum = middles[0] - (extent / 4);
            Maximum = Minimum + extent;
        }

        public double Minimum { get; }

        public double Maximum { get; }

        /// <summary>The pixel that a place lies in.</summary>
        public (int X, int Y) Place(double x, double y) => (
            (int)(_left + ((x - Minimum) / (Maximum - Minimum) * (_right - _left))),
            (int)(_top + ((Maximum - y) / (Maximum - Minimum) * (_bottom - _top))));

        public Color At(int x, int y)
        {
            ReadOnlySpan<byte> pixel = _image.Row(y).Slice(3 * x, 3);
            return new Color(pixel[0], pixel[1], pixel[2]);
        }

        /// <summary>The pixels no farther from a place than some.</summary>
        public IEnumerable<Color> Around(double x, double y, int pixels)
        {
            (int column, int row) = Place(x, y);
            for (int v = row - pixels; v <= row + pixels; v++)
            {
                for (int u = column - pixels; u <= column + pixels; u++)
                    yield return At(u, v);
            }
        }

        /// <summary>The pixels within the frame of a colour.</summary>
        public List<(int X, int Y)> Find(Func<Color, bool> colour)
        {
            var found = new List<(int, int)>();
            for (int y = _top + 1; y < _bottom; y++)
            {
                for (int x = _left + 1; x < _right; x++)
                {
                    if (colour(At(x, y)))
                        found.Add((x, y));
                }
            }

            return found;
        }

        private bool IsFrame(int x, int y) => At(x, y) == new Color(0xA0, 0xA6, 0xAE);
    }
}
