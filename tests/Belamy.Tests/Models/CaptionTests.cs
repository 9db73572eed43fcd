using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;

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
        Assert.Equal(game.Generator!.Sample(3).Values.ToArray(), game.Generator.Sample(3).Values.ToArray());

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

    private static string[] ShapesWords => ["a", "small", "large", "red", "green", "blue", "yellow", "purple", "white", "circle", "square", "triangle"];
}
