using System.Collections.Concurrent;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Latent;
using Belamy.Runs;
using Belamy.Studio.Runs;

namespace Belamy.Studio.Generators;

/// <summary>What a sample is asked to be.</summary>
/// <param name="Seed">Chooses the latent vectors.</param>
/// <param name="Label">Its class; null where it follows from its number.</param>
/// <param name="Truncation">Where latent values are cut off; null for nowhere.</param>
internal sealed record Wish(long Seed, int? Label, double? Truncation);

/// <summary>The generator of the run that somebody plays with: opened once, and again when there are newer weights.</summary>
/// <remarks>One at a time, since programs hold memory, and one picture at a time, since they cannot be run twice at once.</remarks>
internal sealed class OpenGenerators(RunShelf shelf, ProgramGate gate) : IDisposable
{
    /// <summary>Samples that are shown at once.</summary>
    public const int Shown = 24;

    /// <summary>Directions that have a slider.</summary>
    public const int Sliders = 6;

    private const int MostKept = 8;

    private readonly ConcurrentDictionary<Wish, byte[][]> _sheets = new();
    private string? _checkpoint;
    private TrainedGenerator? _open;
    private IReadOnlyList<Direction> _directions = [];

    /// <summary>Does something with the generator of a run as its newest checkpoint left it.</summary>
    /// <exception cref="BelamyException">It has no checkpoint yet.</exception>
    public T With<T>(string name, Func<TrainedGenerator, IReadOnlyList<Direction>, T> use)
    {
        lock (gate.Lock)
        {
            string path = shelf.PathOf(name);
            string? newest = RunFolder.Open(path).LatestCheckpoint;
            if (_open is null || newest is null || newest != _checkpoint)
            {
                Close();
                _open = Gan.Open(path);
                _checkpoint = newest;
                _directions = FindDirections(_open.Game);
            }

            return use(_open, _directions);
        }
    }

    /// <summary>One of the first samples of a seed, as PNG.</summary>
    /// <exception cref="BelamyException">The run makes no pictures.</exception>
    public byte[] Sample(string name, Wish wish, int index) => With(name, (trained, _) =>
    {
        if (_sheets.TryGetValue(wish, out byte[][]? sheet))
            return sheet[index];
        Samples samples = trained.Generator.Sample(Shown, wish.Seed, 0, wish.Label, wish.Truncation);
        if (_sheets.Count >= MostKept)
            _sheets.Clear();
        return (_sheets[wish] = [.. Enumerable.Range(0, Shown).Select(at => PngOf(PictureOf(samples, at)))])[index];
    });

    /// <summary>A sample moved along directions, as PNG.</summary>
    /// <param name="name">The run.</param>
    /// <param name="wish">What it is asked to be.</param>
    /// <param name="index">Its number.</param>
    /// <param name="reach">How far along each direction, in standard deviations of the prior.</param>
    public byte[] Moved(string name, Wish wish, int index, double[] reach) => With(name, (trained, directions) =>
    {
        Generator generator = trained.Generator;
        float[] latent = LatentOf(generator, wish, index);
        for (int at = 0; at < Math.Min(reach.Length, directions.Count); at++)
        {
            // The far end of two steps along it.
            if (reach[at] != 0)
                latent = Directions.Along(latent, directions[at], reach[at], 2, generator.Prior.Distribution)[generator.Prior.Size..];
        }

        return PngOf(PictureOf(generator.Generate(latent, LabelsOf(generator, wish, index, 1), wish.Seed, index, wish.Truncation), 0));
    });

    /// <summary>The pictures on the way from one sample to another, side by side, as PNG.</summary>
    public byte[] Walk(string name, Wish wish, int from, int to, int steps) => With(name, (trained, _) =>
    {
        Generator generator = trained.Generator;
        float[] way = Interpolation.Walk([LatentOf(generator, wish, from), LatentOf(generator, wish, to)], steps);
        Samples samples = generator.Generate(way, LabelsOf(generator, wish, from, steps), wish.Seed, truncation: wish.Truncation);
        return PngOf(samples.Draw(columns: steps) ?? throw NoPictures(name));
    });

    /// <summary>What a function makes of a picture, and the picture as it was brought to the function's size, as PNG.</summary>
    public (byte[] Before, byte[] After) Apply(string name, string function, Image picture, CancellationToken cancellation) => With(name, (trained, _) =>
    {
        using TrainedFunction applied = trained[function];
        if (applied.Function is not { Takes: [{ Kind: Pictures taken }], Gives.Kind: Pictures })
            throw new BelamyException($"{function}: makes no pictures of pictures");
        Image before = applied.Function.TakesAnySize ? ChannelConversion.ToChannels(picture, taken.Channels, taken.Background) : taken.ToImage(taken.ToItem(picture));
        return (PngOf(ImageGrid.Scale(before, 0)), PngOf(ImageGrid.Scale(applied.Apply(picture, cancellationToken: cancellation), 0)));
    });

    /// <summary>A picture with its hole filled, as PNG.</summary>
    public byte[] Restore(string name, string function, Image picture, Image mask) => With(name, (trained, _) =>
    {
        using TrainedFunction applied = trained[function];
        return PngOf(ImageGrid.Scale(applied.Apply(picture, mask), 0));
    });

    /// <summary>A hole as one is drawn in training, white on black, as PNG.</summary>
    /// <param name="name">The run.</param>
    /// <param name="function">Fills holes.</param>
    /// <param name="seed">Chooses the hole.</param>
    /// <exception cref="BelamyException">It draws none by itself.</exception>
    public byte[] Hole(string name, string function, long seed) => With(name, (trained, _) =>
    {
        Function fills = trained[function].Function;
        if (fills.Takes is not [var filled, { Kind: Masks kind } holes] || Function.Making(trained.Game.Functions, holes, filled) is not { } drawing)
            throw new BelamyException($"{function}: has no holes of its own");
        using var runner = new Runner(drawing, items: 1);
        float[] hole = runner.Run([new float[drawing.Takes[0].Kind.Shape.Count]], seed);
        var picture = new Image(kind.Width, kind.Height, 1);
        for (int at = 0; at < hole.Length; at++)
            picture.Pixels[at] = hole[at] >= 0.5f ? byte.MaxValue : byte.MinValue;
        return PngOf(picture);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate.Lock)
            Close();
    }

    /// <summary>A picture as the bytes of a PNG file.</summary>
    public static byte[] PngOf(Image picture)
    {
        string file = Path.GetTempFileName();
        try
        {
            picture.SavePng(file);
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
        _sheets.Clear();
    }

    private static IReadOnlyList<Direction> FindDirections(AssembledGame game)
    {
        try
        {
            return game.Generator is null ? [] : [.. Directions.OfFirstLayer(game).Take(Sliders)];
        }
        catch (BelamyException)
        {
            // No dense layer takes the latent vector.
            return [];
        }
    }

    private static float[] LatentOf(Generator generator, Wish wish, int index)
    {
        float[] latent = generator.Latents(1, wish.Seed, index);
        generator.Truncate(latent, wish.Truncation);
        return latent;
    }

    private static int[] LabelsOf(Generator generator, Wish wish, int index, int count) =>
        generator.Classes == 0 ? [] : [.. Enumerable.Repeat(wish.Label ?? index % generator.Classes, count)];

    private static Image PictureOf(Samples samples, int at) =>
        samples.AreImages ? ImageGrid.Scale(samples.ToImage(at), 0)
        : new Samples(samples.Item, samples.ValuesOf(at).ToArray()) { Kind = samples.Kind }.Draw() ?? throw NoPictures("it");

    private static BelamyException NoPictures(string name) => new($"{name}: what it makes is no picture; `belamy sample` writes it");
}
