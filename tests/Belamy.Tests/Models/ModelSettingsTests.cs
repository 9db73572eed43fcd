using System.Runtime.InteropServices;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Tensors;
using Belamy.Tests.Training;
using Belamy.Training;

namespace Belamy.Tests;

/// <summary>A setting is played or refused, never ignored.</summary>
public sealed class ModelSettingsTests
{
    private static readonly Dictionary<string, string> Changes = new()
    {
        ["objective"] = "least-squares",
        ["averaging"] = "0",
        ["discriminator-moves"] = "3",
        ["pretraining"] = "2",
        ["latent-distribution"] = "uniform",
        ["unrolling"] = "1",
        ["prior-weight"] = "1e9",
        ["window"] = "3",
        ["blending"] = "paste",
        ["search-steps"] = "3",
        ["search-rate"] = "0.2",
        ["candidates"] = "2",
    };

    public static TheoryData<string> Names => [.. Models.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Model_plays_a_setting_or_refuses_it(string name)
    {
        Recipe own = (Models.Find(name).Recipe with { Batch = 8 }).WithAny("width", 2).WithAny("latent", name == "infogan" ? 8 : 4);
        // What learns by counting has no rate.
        if (name != "naive-bayes")
            own = own.With("learning-rate=1e-4");
        // A discriminator that waits because it is right plays no setting of its own.
        if (name == "gan-3d")
            own = own.With("accuracy-limit=1");
        if (name == "ctgan")
            own = own.With("packing=2");
        // Samples are words, which small changes leave as they are.
        if (name == "gumbel-gan")
            own = own.With("learning-rate=0.3");
        // Notes sound or do not: they show large changes alone.
        if (name == "midinet")
            own = own.With("learning-rate=0.05");
        // A long search ends in a corner of the cube, the same for many settings.
        if (name == "semantic-inpainting")
            own = own.With("search-steps=5");
        byte[] usual = State(own)!;
        int played = 0;
        foreach ((string setting, string value) in Changes.Where(change => RecipeSettings.HasPart(own, change.Key)))
        {
            // What the model sets already is changed to something else.
            Recipe changed = own.With(setting, value);
            if (Settings(changed).SequenceEqual(Settings(own)))
                changed = own.With(setting, setting switch { "objective" => "minimax", "averaging" => "0.5", "latent-distribution" => "normal", _ => "2" });
            if (State(changed) is { } state)
            {
                Assert.False(usual.SequenceEqual(state), $"{setting}={value} changes nothing");
                played++;
            }
        }

        Assert.InRange(played, name is "vae" or "rbm" or "naive-bayes" or "autoencoder" or "denoising-autoencoder" ? 0 : 1, Changes.Count);
    }

    [Theory]
    [InlineData("naive-bayes", "learning-rate=1")]
    [InlineData("vae", "discriminator.learning-rate=1")]
    [InlineData("autoencoder", "discriminator.gradient-limit=1")]
    [InlineData("rbm", "discriminator.gradient-limit=1")]
    public void Setting_of_a_player_that_a_model_does_not_have_is_refused(string name, string setting)
    {
        var error = Assert.Throws<BelamyException>(() => Models.Find(name).Recipe.With(setting));
        Assert.Contains($"{setting}: has no place in {name}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_of_both_players_is_taken_where_there_is_one()
    {
        using var game = new AssembledGame(Models.Vae.With("learning-rate=0.5"), new Shape(1, 28, 28), 10, initialize: false);
        Assert.Equal(0.5, Assert.Single(game.Game.Players).LearningRate);
    }

    private static IEnumerable<string> Settings(Recipe recipe) => RecipeSettings.List(recipe).Select(setting => $"{setting.Name}={setting.Value}");

    /// <summary>What a few steps leave: networks, samples and what functions make of items; null where a setting is refused.</summary>
    private static byte[]? State(Recipe recipe)
    {
        var random = new Random(1);
        Dataset data = DataOfModels.For(recipe.Model, new ArrayDataset(
            "noise", [1, 28, 28], [.. Enumerable.Range(0, 40 * 784).Select(_ => (random.NextSingle() * 2) - 1)], [.. Enumerable.Range(0, 40).Select(at => at % 4)], ["a", "b", "c", "d"]));
        AssembledGame game;
        try
        {
            game = new AssembledGame(recipe, data);
        }
        catch (BelamyException e)
        {
            Assert.Contains("earlier items are kept without their classes", e.Message, StringComparison.Ordinal);
            return null;
        }

        using (game)
        {
            TrainingResult result = new Trainer(game.Game, data, new TrainingOptions { Steps = 3 }).Run(TestContext.Current.CancellationToken);
            // Diagnosis goes by how often a discriminator of logits is right; energies have no such number.
            Assert.Equal(game.Parts.Critic is not null && recipe.Model is not ("began" or "ebgan"), game.Parts.Critic is not null && result.Metrics.ContainsKey(Numbers.AccuracyReal));
            using var bytes = new MemoryStream();
            foreach (Parameter parameter in game.Networks.Values.SelectMany(network => network.Parameters))
                bytes.Write(MemoryMarshal.AsBytes(parameter.AsSpan<float>()));
            if (game.Generator is { } generator)
                bytes.Write(MemoryMarshal.AsBytes(generator.Sample(4).Values));
            Assert.Distinct(game.Functions.Select(function => function.Name));
            foreach (Function function in game.Functions)
            {
                using var runner = new Runner(function, items: 4);
                float[] values = runner.Run([.. function.Takes.Select(field => (ReadOnlyMemory<float>)FourOf(data, field))]);
                bytes.Write(MemoryMarshal.AsBytes(values.AsSpan()));
            }

            return bytes.ToArray();
        }
    }

    /// <summary>Four items of a field; what the data have not, a latent vector, is made up.</summary>
    private static float[] FourOf(Dataset data, Field field)
    {
        var values = new float[4 * field.Kind.Shape.Count];
        if (data.Columns.FirstOrDefault(column => column.Field.Name == field.Name) is { } column)
            column.Read([0, 1, 2, 3], values);
        else if (field.Kind is Masks)
            Array.Fill(values, 1, 0, values.Length / 8);
        else
            Array.Fill(values, 0.5f);
        return values;
    }
}
