using Belamy.Data;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Tensors;
using Belamy.Tests.Training;

namespace Belamy.Tests;

public sealed class ModelTests
{
    public static TheoryData<string> Names => [.. Models.All.Select(model => model.Name)];

    [Fact]
    public void All_finds_the_models_by_their_attribute_in_the_order_of_their_cards()
    {
        Assert.Equal(["gan", "mlp", "dcgan"], Models.All.Take(3).Select(model => model.Name));
        Assert.Equal(Models.All.Count, Models.All.Select(model => model.Name).Distinct().Count());
        Assert.All(Models.All, model => Assert.Equal(model.Name, model.Recipe.Model));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Publication_is_complete(string name)
    {
        Model model = Models.Find(name);
        Assert.NotEqual("", model.Publication.Title);
        Assert.NotEqual("", model.Publication.Authors);
        Assert.InRange(model.Publication.Year, 1950, 2100);
        Assert.Equal(name, Models.NameOf(model.Recipe with { Batch = 3 }));
    }

    [Theory]
    [InlineData("r1", "Which training methods for GANs do actually converge?")]
    [InlineData("dcgan", "Unsupervised representation learning with deep convolutional generative adversarial networks.")]
    public void Title_as_a_sentence_ends_with_one_mark(string name, string sentence) => Assert.Equal(sentence, Models.Find(name).Publication.Sentence);

    [Fact]
    public void Find_mistyped_proposes_the_nearest() =>
        Assert.EndsWith("did you mean dcgan?", Assert.Throws<BelamyException>(() => Models.Find("dcgn")).Message, StringComparison.Ordinal);

    [Fact]
    public void Dcgan_of_28_pixels_has_the_layers_of_its_table()
    {
        using var game = new AssembledGame(Models.Dcgan with { Width = 64 }, [1, 28, 28], initialize: false);
        Assert.Equal(
            [[6272], [128, 7, 7], [128, 7, 7], [128, 7, 7], [128, 14, 14], [128, 14, 14], [128, 14, 14], [64, 28, 28], [64, 28, 28], [64, 28, 28], [1, 28, 28], [1, 28, 28]],
            Outputs(game.Networks["generator"]));
        Assert.Equal([[64, 14, 14], [64, 14, 14], [128, 7, 7], [128, 7, 7], [256, 4, 4], [256, 4, 4], [4096], [4096], [1024], [1024], [1024], [1024], [1024], [1024], [1]], Outputs(game.Networks["discriminator"]));
    }

    [Fact]
    public void Dcgan_of_64_pixels_has_the_maps_of_its_table()
    {
        using var game = new AssembledGame(Models.Dcgan, [3, 64, 64], initialize: false);
        Assert.Equal(
            [[512, 4, 4], [256, 8, 8], [128, 16, 16], [64, 32, 32], [3, 64, 64]],
            new ModuleSummary(game.Networks["generator"]).Rows.Where(row => row.Layer.StartsWith("reshape", StringComparison.Ordinal)
                || row.Layer.StartsWith("transposed", StringComparison.Ordinal)).Select(row => row.Output));
        Assert.Equal(
            [[64, 32, 32], [128, 16, 16], [256, 8, 8], [512, 4, 4]],
            new ModuleSummary(game.Networks["discriminator"]).Rows.Where(row => row.Layer.StartsWith("convolution", StringComparison.Ordinal)).Select(row => row.Output));
    }

    [Fact]
    public void Mlp_of_28_pixels_has_the_parameters_of_the_classic_example()
    {
        using var game = new AssembledGame(Models.Mlp, [1, 28, 28], initialize: false);
        // 100-256-512-1024-784 with biases and three batch norms; 784-512-256-1.
        Assert.Equal((100 * 256) + 256 + (256 * 512) + 512 + (512 * 1024) + 1024 + (1024 * 784) + 784 + (2 * (256 + 512 + 1024)), game.Networks["generator"].ParameterCount);
        Assert.Equal((784 * 512) + 512 + (512 * 256) + 256 + 256 + 1, game.Networks["discriminator"].ParameterCount);
    }

    [Theory]
    [InlineData(28, 28)]
    [InlineData(32, 32)]
    [InlineData(48, 48)]
    [InlineData(64, 48)]
    [InlineData(128, 128)]
    public void Dcgan_of_other_sizes_fits_the_pictures(int height, int width)
    {
        using var game = new AssembledGame(Models.Dcgan with { Width = 2 }, [3, height, width], initialize: false);
        Assert.Equal(new Shape(3, height, width), game.Networks["generator"].OutputShape);
    }

    [Fact]
    public void Dcgan_of_an_odd_size_names_sizes_that_work() =>
        Assert.Contains("choose a size such as 28", Assert.Throws<BelamyException>(() => new AssembledGame(Models.Dcgan, [1, 29, 29])).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Generators_of_points_reach_beyond_the_range_of_pictures_or_points_are_refused(string name)
    {
        // Three classes of points, the farthest at 2.
        var data = new ArrayDataset("points", [2], [2, 0, 0, 2, -1, -1], [0, 1, 2], ["a", "b", "c"]);
        AssembledGame game;
        try
        {
            game = new AssembledGame(Models.Find(name).Recipe.WithAny("width", 2).WithAny("averaging", 0), data);
        }
        catch (BelamyException e)
        {
            Assert.Contains("; choose ", e.Message, StringComparison.Ordinal);
            return;
        }

        using (game)
        {
            if (game.Generator is null)
                return;
            foreach (Parameter parameter in game.Networks.Values.SelectMany(network => network.Parameters).Distinct())
            {
                foreach (ref float value in parameter.AsSpan<float>())
                    value = (value * 3) + 1;
            }

            Assert.Contains(game.Generator.Sample(16).Values.ToArray(), value => Math.Abs(value) > 1.5);
        }
    }

    /// <summary>Card A1, check (a), with a tenth of its steps and twice its tolerance.</summary>
    [Fact]
    public void Dense_pair_learns_a_normal_distribution()
    {
        Adversarial recipe = new Adversarial { Latent = 4, Width = 16, Batch = 128, Averaging = 0.99 };
        recipe = recipe.With("learning-rate=0.002");
        var data = new Training.GaussianData(5000, 1, 0.5);
        using TrainingRun run = Gan.Train(recipe, data, steps: 600, cancellationToken: TestContext.Current.CancellationToken);
        float[] samples = run.Generator.Sample(2000).Values.ToArray();
        double mean = samples.Average();
        double deviation = Math.Sqrt(samples.Average(value => (value - mean) * (value - mean)));
        Assert.Equal(1, mean, 0.4);
        Assert.Equal(0.5, deviation, 0.3);
    }

    private static IEnumerable<int[]> Outputs(Module network) => new ModuleSummary(network).Rows.Select(row => row.Output.ToArray());
}
