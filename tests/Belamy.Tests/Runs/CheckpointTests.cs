using Belamy.Games;
using Belamy.Runs;
using Belamy.Serialization;
using Belamy.Tensors;
using Belamy.Tests.Training;
using static Belamy.Tests.Training.TinyRuns;

namespace Belamy.Tests.Runs;

public sealed class CheckpointTests(PlayedRun played) : IClassFixture<PlayedRun>
{
    /// <summary>Flips that are tried; all of them would be some hundred thousand.</summary>
    private const int Flips = 2_000;

    [Fact]
    public void Load_of_any_flipped_bit_is_refused_as_damaged()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = played.CopyTo(folder["run"]);
        string path = run.LatestCheckpoint!;
        byte[] whole = File.ReadAllBytes(path);
        using AssembledGame game = Build(run);
        foreach (long bit in SomeBits(whole.Length, seed: 1))
        {
            byte[] flipped = Flip(whole, bit);
            File.WriteAllBytes(path, flipped);
            var error = Record.Exception(() => Checkpoint.Load(path, game.Game.Store, run.Description.Model, run.Description.DataFingerprint));
            Assert.True(error is DamagedCheckpointException, $"bit {bit}: {error}");
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void LoadGame_of_any_flipped_bit_takes_the_checkpoint_before_and_says_so_once()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = played.CopyTo(folder["run"]);
        string path = run.LatestCheckpoint!;
        byte[] whole = File.ReadAllBytes(path);
        foreach (long bit in SomeBits(whole.Length, seed: 2).Take(200))
        {
            File.WriteAllBytes(path, Flip(whole, bit));
            var warnings = new List<string>();
            (AssembledGame game, TrainingState state) = run.LoadGame(warnings.Add);
            game.Dispose();
            Assert.Equal(8, state.Step);
            Assert.StartsWith(path, Assert.Single(warnings), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Load_of_the_first_format_gives_what_was_written()
    {
        RunFolder run = RunFolder.Open(Fixture.Path("run-1"));
        (AssembledGame game, TrainingState state) = run.LoadGame(Assert.Fail);
        using (game)
        {
            Assert.Equal(new TrainingState(60, 0, 240), state with { Kept = null });
            Assert.Equal((50, 200), (state.Kept!.Step, state.Kept.Position));
            // As the file has it.
            Assert.Equal("73de3e28f6420799029471935b49cea4aaf190bfe48f0f33723aa8990514a0a4", Checkpoint.Hash(game.Game.Store, state.Kept));
        }
    }

    [Fact]
    public void Load_of_a_flipped_bit_of_the_first_format_is_refused_or_changes_no_value()
    {
        using var folder = new TemporaryFolder();
        RunFolder source = RunFolder.Open(Fixture.Path("run-1"));
        byte[] whole = File.ReadAllBytes(source.LatestCheckpoint!);
        string hash;
        using (AssembledGame sound = source.LoadGame().Game)
            hash = Checkpoint.Hash(sound.Game.Store);
        string path = folder["step-000060.safetensors"];
        int headerBits = 8 * BitConverter.ToInt32(whole, 0);
        foreach (long bit in SomeBits(whole.Length, seed: 3).Select((bit, at) => at % 2 == 0 ? bit % headerBits : bit).Take(1000))
        {
            File.WriteAllBytes(path, Flip(whole, bit));
            using AssembledGame game = Build(source);
            var error = Record.Exception(() => Checkpoint.Load(path, game.Game.Store, "gan", source.Description.DataFingerprint));
            if (error is null)
                Assert.Equal(hash, Checkpoint.Hash(game.Game.Store));
            else
                Assert.True(error is DamagedCheckpointException, $"bit {bit}: {error}");
        }
    }

    [Theory]
    [InlineData("position", "9223372036854775807")]
    [InlineData("position", "-1")]
    [InlineData("position", "")]
    [InlineData("step", "9223372036854775807")]
    [InlineData("step", "1e3")]
    [InlineData("move", "4294967296")]
    [InlineData("kept-step", "9223372036854775807")]
    [InlineData("kept-position", "x")]
    [InlineData("step", "8")]
    public void LoadGame_of_an_absurd_number_takes_the_checkpoint_before(string key, string value)
    {
        using var folder = new TemporaryFolder();
        RunFolder run = played.CopyTo(folder["run"]);
        Rewrite(run.LatestCheckpoint!, builder => builder.Metadata[key] = value);
        var warnings = new List<string>();
        (AssembledGame game, TrainingState state) = run.LoadGame(warnings.Add);
        game.Dispose();
        Assert.Equal(8, state.Step);
        Assert.Single(warnings);
    }

    [Fact]
    public void Load_of_impossible_tensors_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = played.CopyTo(folder["run"]).LatestCheckpoint!;
        byte[] whole = File.ReadAllBytes(path);
        Action<SafetensorsBuilder>[] edits =
        [
            builder => builder.Add<float>("", [1], new float[1]),
            builder => builder.Add<float>("a", [0, 1L << 62], Array.Empty<float>()),
            builder => builder.Add<float>("a", [1L << 40, 0], Array.Empty<float>()),
            builder => builder.Add<byte>("a", [1], new byte[1]),
            builder => builder.Add<int>("kept/a", [1], new int[1]),
        ];
        foreach (Action<SafetensorsBuilder> edit in edits)
        {
            File.WriteAllBytes(path, whole);
            Rewrite(path, edit);
            RunFolder run = RunFolder.Open(folder["run"], TinyRecipes.Dense);
            using AssembledGame game = Build(run);
            Assert.ThrowsAny<BelamyException>(() => Checkpoint.Load(path, game.Game.Store, run.Description.Model));
        }
    }

    [Theory]
    [InlineData("rollbacks")]
    [InlineData("metrics/generator-loss")]
    [InlineData("optimizer/generator/first-moment/generator/0/weight")]
    public void Play_of_a_checkpoint_with_state_of_another_shape_says_so_in_a_line(string name)
    {
        using var folder = new TemporaryFolder();
        RunFolder run = played.CopyTo(folder["run"]);
        Rewrite(run.LatestCheckpoint!, builder => builder.Add<float>(name, [7], new float[7]), except: name);
        var error = Assert.Throws<BelamyException>(() =>
            Gan.Play(RunFolder.Open(folder["run"], TinyRecipes.Dense), Points, EveryStep with { Steps = Steps + 1 }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.StartsWith($"the checkpoint holds {name} Float32[7], but the game needs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadBest_of_a_flipped_bit_is_refused()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = played.CopyTo(folder["run"]);
        (AssembledGame game, TrainingState state) = run.LoadGame();
        using (game)
        {
            var measure = new Measure("frechet-distance", "Fréchet distance", 2, false) { Features = "pixels", Generated = 10, Real = 10, Split = "all" };
            run.SaveBest(game.Game, state, new BestMeasure(9, [measure]));
        }

        Assert.Equal(2, run.ReadBest()!.Deciding.Value);
        byte[] bytes = File.ReadAllBytes(run.BestPath);
        int at = System.Text.Encoding.UTF8.GetString(bytes).IndexOf("value\\u0022:2", StringComparison.Ordinal);
        Assert.True(at > 0);
        bytes[at + "value\\u0022:".Length] ^= 1;
        File.WriteAllBytes(run.BestPath, bytes);
        Assert.Throws<DamagedCheckpointException>(() => run.ReadBest());
        Assert.Throws<DamagedCheckpointException>(() => run.LoadBest());
    }

    [Fact]
    public void LoadGame_of_weights_that_are_no_numbers_says_so()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = played.CopyTo(folder["run"]);
        (AssembledGame sound, TrainingState state) = run.LoadGame(Assert.Fail);
        using (sound)
        {
            Parameter weight = sound.Networks["generator"].Parameters[0];
            weight.AsSpan<float>()[0] = float.NaN;
            weight.AsSpan<float>()[1] = float.PositiveInfinity;
            run.SaveCheckpoint(sound.Game, state);
            var warnings = new List<string>();
            run.LoadGame(warnings.Add).Game.Dispose();
            Assert.StartsWith($"{run.LatestCheckpoint}: 2 numbers are infinite or not a number, the first of them in {weight.Name};", Assert.Single(warnings), StringComparison.Ordinal);
        }
    }

    private static AssembledGame Build(RunFolder run) => new(run.Description.Recipe, run.Description.Item, run.Description.Classes, initialize: false);

    /// <summary>The bits of the header's length, and some of the whole.</summary>
    private static IEnumerable<long> SomeBits(int length, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, 64).Select(bit => (long)bit).Concat(Enumerable.Range(0, Flips).Select(_ => random.NextInt64(8L * length)));
    }

    private static byte[] Flip(byte[] bytes, long bit)
    {
        byte[] flipped = [.. bytes];
        flipped[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        return flipped;
    }

    /// <summary>Writes a checkpoint anew with something else in it, and a checksum that is right.</summary>
    private static void Rewrite(string path, Action<SafetensorsBuilder> edit, string? except = null)
    {
        var builder = new SafetensorsBuilder();
        using (SafetensorsFile file = SafetensorsFile.Open(path))
        {
            foreach ((string key, string value) in file.Metadata)
                builder.Metadata[key] = value;
            foreach (SafetensorsEntry entry in file.Tensors.Values.Where(entry => except is null || !entry.Name.EndsWith(except, StringComparison.Ordinal)))
            {
                long[] shape = [.. entry.Shape];
                switch (entry.Type)
                {
                    case SafetensorsType.F32: builder.Add(entry.Name, shape, file.Read<float>(entry.Name)); break;
                    case SafetensorsType.F64: builder.Add(entry.Name, shape, file.Read<double>(entry.Name)); break;
                    default: builder.Add(entry.Name, shape, file.Read<int>(entry.Name)); break;
                }
            }
        }

        // A kept state goes with the parameters.
        if (except is not null)
        {
            builder.Metadata.Remove("kept-step");
            builder.Metadata.Remove("kept-position");
        }

        edit(builder);
        builder.Seal("checksum");
        builder.Save(path);
    }
}
