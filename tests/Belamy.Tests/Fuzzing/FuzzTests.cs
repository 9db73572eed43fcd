using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Belamy.Data;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Imaging.Readers;
using Belamy.Runs;
using Belamy.Serialization;
using Belamy.Tests.Training;

namespace Belamy.Tests.Fuzzing;

/// <summary>Damaged inputs against every reader: an error of one line or a value, never a crash, a hang or much memory.</summary>
/// <remarks>
/// <c>BELAMY_FUZZ_SEED</c> begins elsewhere, <c>BELAMY_FUZZ_SECONDS</c> goes on for so long with each format; tests/assault
/// sets both. A failure names the seed of its input, with which it comes again at once.
/// </remarks>
public sealed partial class FuzzTests : IDisposable
{
    private const int Tries = 300;
    private const long MostMemory = 256 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Png() => Fuzz(
        [.. Directory.GetFiles(Fixture.Path("png"), "*.png").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)],
        (mutator, input) => mutator.Png(input),
        png => PngDecoder.Decode(png, "picture.png"));

    [Theory]
    [InlineData("jpg")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("bmp")]
    [InlineData("tif")]
    public void Pictures(string ending) => Fuzz(
        [.. Directory.GetFiles(Fixture.Path("pictures"), $"*.{ending}").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)],
        (mutator, input) => mutator.Bytes(input),
        file => PictureFile.Read(file, "picture", new PictureShape(16, 12)));

    [Fact]
    public void Animated_png() => Fuzz(
        [AnimatedPng.Encode([Picture(0), Picture(1), Picture(2)], 10)],
        (mutator, input) => mutator.Png(input),
        png => PngDecoder.Decode(png, "film.png"));

    [Fact]
    public void Idx() => Fuzz([Images(4), Images(1)], (mutator, input) => mutator.Bytes(input), content => ReadIdx(content, ""));

    [Fact]
    public void Gzip() => Fuzz(
        [Compress(Images(4)), [.. Compress(Images(4)[..20]), .. Compress(Images(4)[20..])]], (mutator, input) => mutator.Bytes(input), content => ReadIdx(content, ".gz"));

    [Fact]
    public void Npy()
    {
        string path = _folder["images.npy"];
        NpyFile.WriteImages(path, new byte[4 * 3 * 5 * 5], 3, 5, 5);
        Fuzz([File.ReadAllBytes(path), File.ReadAllBytes(Fixture.Path("arange6.npy"))], (mutator, input) => mutator.Text(input), npy =>
        {
            File.WriteAllBytes(path, npy);
            NpyFile.Read(path);
        });
    }

    [Fact]
    public void Safetensors()
    {
        string path = _folder["weights.safetensors"];
        var builder = new SafetensorsBuilder();
        builder.Add("a", [2, 3], () => new float[6]);
        builder.Add("b", [], () => new int[1]);
        builder.Save(path);
        Fuzz([File.ReadAllBytes(path)], (mutator, input) => mutator.Safetensors(input), weights =>
        {
            File.WriteAllBytes(path, weights);
            using SafetensorsFile file = SafetensorsFile.Open(path);
            foreach (SafetensorsEntry entry in file.Tensors.Values.Where(entry => entry.Type == SafetensorsType.F32))
                file.Read(entry.Name, new float[entry.Shape.Aggregate(1L, (product, size) => product * size)]);
        });
    }

    /// <summary>A damaged checkpoint gives way to the one before it, or is read as it was: never to other values.</summary>
    [Fact]
    public void Checkpoint_of_a_run()
    {
        RunFolder run = Train();
        string path = run.LatestCheckpoint!;
        byte[] newest = File.ReadAllBytes(path);
        var sound = new HashSet<string>();
        Load();
        File.Delete(path);
        Load();
        Assert.Equal(2, sound.Count);
        Fuzz([newest], (mutator, input) => mutator.Safetensors(input), checkpoint =>
        {
            File.WriteAllBytes(path, checkpoint);
            int known = sound.Count;
            Load();
            Assert.Equal(known, sound.Count);
        });

        void Load()
        {
            (AssembledGame game, TrainingState state) = run.LoadGame(_said.Add);
            using (game)
                sound.Add($"{state with { Kept = null }} {Checkpoint.Hash(game.Game.Store, state.Kept)}");
        }
    }

    [Fact]
    public void Log_of_a_run()
    {
        RunFolder run = Train();
        run.Log.AppendFinding(new Finding("rollback", Severity.Warning, 9, "It went back.", "Do better."));
        run.Log.AppendMeasures(9, [new Measure("frechet-distance", "Fréchet distance", 1.5, false) { Features = "pixels", Generated = 100, Real = 100, Split = "all" }], TimeSpan.Zero);
        Fuzz([File.ReadAllBytes(run.Log.Path)], (mutator, input) => mutator.Text(input), log =>
        {
            File.WriteAllBytes(run.Log.Path, log);
            run.Log.ReadMetrics();
            run.Log.ReadFindings();
            run.Log.ReadMeasures();
            // Drawing takes long.
            if (log.Length % 64 == 0)
                run.SaveLosses();
            run.CutBack(5, _said.Add);
        });
    }

    [Fact]
    public void Description_of_a_run()
    {
        RunDescription description = RunDescription.Create(Models.Find("mlp").Recipe, TinyRuns.Points, steps: 5) with { Measurement = new MeasurementPlan(["energy-distance"], 5, null) };
        RunFolder run = RunFolder.Create(_folder["run"], description);
        string path = Path.Combine(run.Path, "run.json");
        Fuzz([File.ReadAllBytes(path)], (mutator, input) => mutator.Text(input), json =>
        {
            File.WriteAllBytes(path, json);
            RunFolder.Open(run.Path);
        });
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : usual;

    private void ReadIdx(byte[] content, string extension)
    {
        string folder = _folder["idx" + extension];
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "train-images-idx3-ubyte" + extension), content);
        Datasets.Open(folder);
    }

    private static byte[] Images(int count) => [0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 5, 0, 0, 0, 6, .. Enumerable.Range(0, count * 30).Select(value => (byte)value)];

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(content);
        return compressed.ToArray();
    }

    private static Image Picture(int number)
    {
        var picture = new Image(6, 5, 3);
        for (int at = 0; at < picture.Pixels.Length; at++)
            picture.Pixels[at] = (byte)(at * (number + 3));
        return picture;
    }

    private RunFolder Train()
    {
        RunFolder run = RunFolder.Create(_folder["run"], RunDescription.Create(TinyRecipes.Dense, TinyRuns.Points, steps: TinyRuns.Steps));
        using TrainingRun trained = Gan.Play(run, TinyRuns.Points, TinyRuns.EveryStep, cancellationToken: TestContext.Current.CancellationToken);
        return run;
    }

    private void Fuzz(IReadOnlyList<byte[]> inputs, Func<Mutator, byte[], byte[]> mutate, Action<byte[]> read)
    {
        foreach (byte[] input in inputs)
            read(input);
        int seed = Setting("BELAMY_FUZZ_SEED", 0);
        int seconds = Setting("BELAMY_FUZZ_SECONDS", 0);
        int current = seed;
        string? fault = null;
        // On a thread of its own, for one that never ends cannot be ended.
        var reader = new Thread(() =>
        {
            var clock = Stopwatch.StartNew();
            for (int tried = 0; fault is null && (tried < Tries || clock.Elapsed.TotalSeconds < seconds); tried++)
            {
                Volatile.Write(ref current, seed + tried);
                fault = Try(mutate(new Mutator(seed + tried), inputs[(int)((uint)(seed + tried) % (uint)inputs.Count)]), read);
            }
        })
        { IsBackground = true };
        reader.Start();
        while (!reader.Join(Patience))
        {
            int before = Volatile.Read(ref current);
            Assert.True(!reader.Join(Patience) && before != Volatile.Read(ref current) || !reader.IsAlive, $"BELAMY_FUZZ_SEED={before}: it does not end.");
        }

        Assert.True(fault is null, $"BELAMY_FUZZ_SEED={current}: {fault}");
    }

    /// <summary>Reads an input; returns what is wrong about how that went, or null.</summary>
    private string? Try(byte[] input, Action<byte[]> read)
    {
        _said.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(input);
        }
        catch (BelamyException e)
        {
            _said.Add(e.Message);
        }
        catch (Exception e)
        {
            return e.ToString();
        }

        if (GC.GetAllocatedBytesForCurrentThread() - before > MostMemory)
            return $"an input of {input.Length} bytes takes {(GC.GetAllocatedBytesForCurrentThread() - before) >> 20} MB.";
        return _said.Find(said => said.Length == 0 || said.Contains('\n', StringComparison.Ordinal) || said.Contains('\r', StringComparison.Ordinal)) is { } unfit ? $"not one line: {unfit}" : null;
    }
}
