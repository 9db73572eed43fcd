using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;

namespace Belamy.Tests;

/// <summary>A system that makes pictures of captions, and data that come with some.</summary>
public sealed class CaptionTests
{
    [Fact]
    public void Shapes_are_as_their_captions_say()
    {
        Dataset shapes = Datasets.Open("shapes");
        Column captions = shapes.Column("caption");
        var kind = (Captions)captions.Field.Kind;
        Assert.Equal((10_000, new Pictures(3, 32, 32)), (shapes.Count, shapes.Main.Field.Kind));
        Assert.Same(shapes.Main.Rows, captions.Rows);
        float[] picture = new float[3072], words = new float[kind.Vocabulary.Words.Count];
        Dictionary<string, int> counts = [];
        for (int item = 0; item < 500; item++)
        {
            shapes.Read(item, picture);
            captions.Read(item, words);
            string[] said = kind.Tell(words).Split(' ');
            Assert.Equal(4, said.Length);
            Assert.Contains(shapes.ClassNames[shapes.Labels[item]], said);
            foreach (string word in said)
                counts[word] = counts.GetValueOrDefault(word) + 1;
            // Red shapes on dark grounds are redder than anything else there.
            if (said.Contains("red"))
                Assert.True(picture[..1024].Max() > 0.4 && picture[1024..].Max() < -0.3, "red");
            int bright = Enumerable.Range(0, 1024).Count(at => Math.Max(picture[at], Math.Max(picture[1024 + at], picture[2048 + at])) > 0);
            Assert.True(said.Contains("small") ? bright < 95 : bright > 100, $"{kind.Tell(words)}: {bright} pixels");
        }

        Assert.Equal(2 + ShapesWords.Length, kind.Vocabulary.Words.Count);
        Assert.All(ShapesWords, word => Assert.InRange(counts[word], 40, 500));
        Assert.NotEqual(shapes.Fingerprint, Datasets.Open("shapes", new DataOptions { Split = DataSplit.Test }).Fingerprint);
    }

    [Fact]
    public void Sample_goes_by_the_latent_vector_and_the_caption()
    {
        Dataset shapes = Datasets.Open("shapes");
        using var game = new AssembledGame(Models.GanCls with { Width = 2, Latent = 4 }, shapes);
        Assert.Equal(["sample: latent, caption → picture", "match: picture, caption → score"], game.Functions.Select(function => function.ToString()));
        using Runner sample = new(game.Functions[0], items: 1), match = new(game.Functions[1], items: 1);
        var kind = (Captions)shapes.Column("caption").Field.Kind;
        float[] red = kind.Encode("a small red circle"), blue = kind.Encode("a large blue square"), latent = [0.5f, -0.5f, 1, 0];
        float[] one = Run(sample, latent, red);
        Assert.Equal(one, Run(sample, latent, red));
        Assert.NotEqual(one, Run(sample, latent, blue));
        Assert.NotEqual(one, Run(sample, [1, 1, 1, 1], red));
        Assert.NotEqual(Run(match, one, red), Run(match, one, blue));
        // Samples that no caption is asked for are of captions of the data, by the seed.
        float[] made = game.Generator!.Sample(6).Values.ToArray(), latents = game.Generator.Latents(6);
        Assert.Equal(made, game.Generator.Sample(6).Values.ToArray());
        float[][] kept = [.. game.Game.Store["state/captions"].AsSpan<float>().ToArray().Chunk(red.Length).DistinctBy(caption => string.Join(' ', caption))];
        int[] of = [.. made.Chunk(shapes.ItemLength).Select((picture, at) => Array.FindIndex(kept, caption => Run(sample, latents[(4 * at)..(4 * at + 4)], caption).Zip(picture, (left, right) => Math.Abs(left - right)).Max() < 1e-5))];
        Assert.DoesNotContain(-1, of);
        Assert.True(of.Distinct().Count() > 1);

        static float[] Run(Runner runner, float[] first, float[] second) => runner.Run([first, second], seed: 1, cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Run_is_opened_again_with_its_words()
    {
        using var folder = new TemporaryFolder();
        Dataset shapes = Datasets.Open("shapes");
        using (TrainingRun trained = Gan.Train(Models.GanCls with { Width = 1, Latent = 2, Batch = 4 }, shapes, steps: 1, folder: folder["run"], cancellationToken: TestContext.Current.CancellationToken))
            Assert.NotNull(trained.Generator);
        using TrainedGenerator opened = Gan.Open(folder["run"]);
        Assert.Equal(shapes.Column("caption").Field, opened.Game.Functions[0].Takes[1]);
        // The captions that samples are made of came with the checkpoint.
        Assert.Equal(4, opened.Game.Game.Store["state/captions"].AsSpan<float>()[..14].ToArray().Sum());
    }

    [Theory]
    [InlineData("train/", "test/")]
    [InlineData("", "")]
    public void Captions_of_tests_are_read_by_the_words_of_training(string training, string test)
    {
        using var folder = new TemporaryFolder();
        foreach (string part in new[] { "train", "test" })
        {
            Directory.CreateDirectory(folder[$"photos/{part}"]);
            foreach (string name in new[] { "1", "2", "3" })
                new Image(8, 8, 3).SavePng(folder[$"photos/{part}/{name}.png"]);
        }

        string In(string kept, string part) => kept.Length > 0 ? "" : $"{part}/";
        File.WriteAllText(folder[$"photos/{training}metadata.csv"], $"file_name,caption\n{In(training, "train")}1.png,a red dog\n{In(training, "train")}2.png,a blue cat\n{In(training, "train")}3.png,a dog\n");
        File.AppendAllText(folder[$"photos/{test}metadata.csv"], $"{(test.Length > 0 ? "file_name,caption\n" : "")}{In(test, "test")}1.png,cat cat cat\n{In(test, "test")}2.png,a green dog\n{In(test, "test")}3.png,zebra\n");
        Column trained = Datasets.Open(folder["photos"]).Column("caption"), held = Datasets.Open(folder["photos"], new DataOptions { Split = DataSplit.Test }).Column("caption");
        Assert.Equal(trained.Field, held.Field);
        var kind = (Captions)held.Field.Kind;
        var values = new float[kind.Vocabulary.Words.Count];
        held.Read(1, values);
        Assert.Equal("<unknown> a dog", kind.Tell(values));
        Assert.Equal(["green", "zebra"], kind.Vocabulary.UnknownIn("a Green zebra green"));
    }

    [Fact]
    public void Shapes_are_read_as_they_were_drawn()
    {
        Dataset shapes = Datasets.Open("shapes", new DataOptions { Split = DataSplit.Test });
        float[] picture = new float[3072];
        for (int item = 0; item < 1_000; item++)
        {
            shapes.Read(item, picture);
            Assert.Equal(ShapesSource.ShapeOf(DataSplit.Test, item), ShapeReading.Of(picture) is { } seen ? (seen.Size, seen.Colour, seen.Shape) : (-1, -1, -1));
        }

        Assert.Null(ShapeReading.Of(new float[3072]));
    }

    private static string[] ShapesWords => ["a", "small", "large", "red", "green", "blue", "yellow", "purple", "white", "circle", "square", "triangle"];
}
