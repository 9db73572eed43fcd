using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Tensors;

namespace Belamy.Tests;

/// <summary>A system whose samples follow one another, and the melodies that it is checked on.</summary>
public sealed class SongTests
{
    private static readonly int[] Major = [0, 2, 4, 5, 7, 9, 11];

    [Fact]
    public void Melodies_go_on_over_their_chords_in_one_key()
    {
        Dataset data = Datasets.Open("melodies"), test = Datasets.Open("melodies", new DataOptions { Split = DataSplit.Test });
        Column previous = data.Column("previous"), chords = data.Column("chord");
        Assert.Equal((10_000, new PianoRolls()), (data.Count, data.Main.Field.Kind));
        Assert.Equal([data.Main.Rows, data.Main.Rows], [previous.Rows, chords.Rows]);
        Assert.NotEqual(data.Fingerprint, test.Fingerprint);
        var keys = new HashSet<int>();
        for (int tune = 0; tune < 40; tune++)
        {
            var sounded = new HashSet<int>();
            int[]? before = null;
            for (int bar = 0; bar < 16; bar++)
            {
                int[] pitches = Pitches(Read(data.Main, 16 * tune + bar));
                float[] chord = Read(chords, 16 * tune + bar);
                int root = Array.IndexOf(chord, 1f);
                Assert.All(pitches, pitch => Assert.InRange(pitch, 60, 83));
                Assert.Equal(before ?? [.. Enumerable.Repeat(-1, 16)], Pitches(Read(previous, 16 * tune + bar)));
                // A tone of the chord on the first and the third beat, the nearest one on the first.
                Assert.All([pitches[0], pitches[8]], pitch => Assert.Contains((pitch - root + 12) % 12, chord[^1] == 1 ? [0, 3, 7] : new[] { 0, 4, 7 }));
                Assert.True(before is null || Math.Abs(before[^1] - pitches[0]) is > 0 and <= 5);
                sounded.UnionWith(pitches.Select(pitch => pitch % 12));
                before = pitches;
            }

            int[] fitting = [.. Enumerable.Range(0, 12).Where(key => sounded.All(tone => Major.Contains((tone - key + 12) % 12)))];
            Assert.NotEmpty(fitting);
            keys.UnionWith(fitting.Length == 1 ? fitting : []);
        }

        Assert.True(keys.Count >= 8, $"{keys.Count} keys");
    }

    [Fact]
    public void Samples_follow_one_another()
    {
        using AssembledGame game = Game();
        Generator generator = game.Generator!;
        float[] song = generator.Sample(6, seed: 5).Values.ToArray();
        int length = (int)generator.Item.Count;
        using var next = new Runner(game.Functions.Single(function => function.Name == "sample"), items: 1);
        float[] latents = generator.Latents(6, seed: 5), before = new float[length];
        for (int bar = 0; bar < 6; bar++)
        {
            before = next.Run([latents.AsMemory(bar * 4, 4), before, generator.Succession!.UsualOf(5, bar)], cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(before, song[(bar * length)..((bar + 1) * length)]);
        }

        Assert.Equal(song[..(4 * length)], generator.Sample(4, seed: 5).Values.ToArray());
        Assert.Equal(song[(4 * length)..], generator.Sample(2, seed: 5, first: 4).Values.ToArray());
        Assert.Equal(song, generator.Generate(latents, seed: 5).Values.ToArray());
        Assert.NotEqual(song, generator.Sample(6, seed: 6).Values.ToArray());
    }

    // Samples are read in rounds of 1,024.
    [Fact]
    public void Samples_as_data_are_the_same_in_any_order()
    {
        using AssembledGame game = Game();
        Generator generator = game.Generator!;
        float[] last = generator.Sample(2, seed: 5, first: 1024).Values.ToArray();
        var data = new GeneratorDataset(generator, 1026, seed: 5);
        var item = new float[generator.Item.Count];
        foreach (int index in new[] { 0, 1024, 1025, 1023, 1025 })
        {
            data.Read(index, item);
            if (index >= 1024)
                Assert.Equal(last.AsSpan((index - 1024) * item.Length, item.Length).ToArray(), item);
        }
    }

    [Fact]
    public void Samples_follow_what_is_asked_and_what_is_before()
    {
        using AssembledGame game = Game(hearing: 1), hearing = Game();
        Generator generator = game.Generator!;
        float[] first = [1, .. new float[12]], second = [0, 1, .. new float[10], 1];
        float[] alternating = generator.Follow(8, [.. first, .. second]).Values.ToArray();
        Assert.Equal(alternating, generator.Follow(8, [.. first, .. second, .. first, .. second]).Values.ToArray());
        Assert.NotEqual(alternating, generator.Follow(8, first).Values.ToArray());
        // The latent vectors and chords are the same; the bar before is not.
        float[] latents = [.. Enumerable.Repeat(generator.Latents(1), 8).SelectMany(one => one)];
        using var next = new Runner(hearing.Functions[0], items: 2);
        float[] sounding = [.. Enumerable.Range(0, 2048).Select(at => at % 128 == 60 ? 1f : 0)];
        float[] silence = new float[2048], befores = [.. silence, .. sounding], asked = [.. first, .. first];
        float[] both = next.Run([latents.AsMemory(0, 8), befores, asked], cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotEqual(both[..2048], both[2048..]);
        Assert.Throws<ArgumentException>(() => generator.Follow(2, [1, 0]));
    }

    [Fact]
    public void Generator_without_a_succession_refuses_to_follow()
    {
        using var game = new AssembledGame(Models.Gan with { Width = 2, Latent = 2 }, Datasets.Open("ring8"));
        Assert.Throws<InvalidOperationException>(() => game.Generator!.Follow(2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bars_sound_as_many_notes_at_a_time_as_the_data(bool isMelody)
    {
        Dataset melodies = Datasets.Open("melodies");
        float[] rolls = Read(melodies, "roll", 64);
        for (int at = 0; !isMelody && at < rolls.Length; at += 128)
            rolls[at + 40] = 1;
        var rows = new Rows("bars", 64);
        var data = new FieldedDataset("songs", "roll", [.. new[] { "roll", "previous", "chord" }.Select(name =>
            new ArrayColumn(melodies.Column(name).Field, rows, name == "roll" ? rolls : Read(melodies, name, 64)))]);
        using var game = new AssembledGame(Models.MidiNet with { Width = 2, Latent = 4 }, data);
        Assert.Equal(isMelody ? 1 : 0, game.Game.Store["state/melody"].AsSpan<float>()[0]);
        int[] together = [.. game.Generator!.Sample(4).Values.ToArray().Chunk(128).Select(step => (int)step.Sum())];
        if (isMelody)
            Assert.All(together, count => Assert.InRange(count, 0, 1));
        else
            Assert.Contains(together, count => count > 1);
    }

    [Fact]
    public void Usual_chords_are_those_of_songs_from_their_beginning()
    {
        using AssembledGame game = Game();
        Dataset data = Datasets.Open("melodies");
        float[] kept = game.Game.Store["state/chords"].AsSpan<float>().ToArray();
        Column chords = data.Column("chord");
        for (int song = 0; song < 16; song++)
        {
            // The first bar of a tune from this row on.
            int row = (int)((long)song * 10_000 / 16 + 15) / 16 * 16;
            Assert.Equal(Enumerable.Range(row, 16).SelectMany(bar => Read(chords, bar % 10_000)), kept[(song * 208)..((song + 1) * 208)]);
        }

        Assert.Equal(kept[208..221], game.Generator!.Succession!.UsualOf(1, 0));
        Assert.Equal(kept[..13], game.Generator.Succession.UsualOf(15, 16));
    }

    /// <summary>A game that has learned nothing, but hears the bar before well.</summary>
    private static AssembledGame Game(float hearing = 1000)
    {
        var game = new AssembledGame(Models.MidiNet with { Width = 8, Latent = 4 }, Datasets.Open("melodies"));
        foreach (Parameter parameter in game.Game.Store.Parameters.Where(parameter => parameter.Name.EndsWith("previous-16/0/kernel", StringComparison.Ordinal)))
        {
            foreach (ref float weight in parameter.AsSpan<float>())
                weight *= hearing;
        }

        return game;
    }

    private static int[] Pitches(float[] roll) => [.. roll.Chunk(128).Select(step => Array.IndexOf(step, 1f))];

    private static float[] Read(Column column, int item)
    {
        var values = new float[column.Field.Kind.Shape.Count];
        column.Read(item, values);
        return values;
    }

    private static float[] Read(Dataset data, string field, int count) => [.. Enumerable.Range(0, count).SelectMany(item => Read(data.Column(field), item))];
}
