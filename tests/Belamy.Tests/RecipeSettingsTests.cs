using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;

namespace Belamy.Tests;

public sealed class RecipeSettingsTests
{
    [Fact]
    public void With_typed_values_changes_the_parts_named()
    {
        Adversarial changed = Models.Dcgan.With("latent=32").With("generator.learning-rate=0.001").With("objective=minimax")
            .With("latent-distribution=uniform").With("discriminator.optimizer=sgd").With("discriminator.optimizer.momentum=0.5");
        Assert.Equal(32, changed.Latent);
        Assert.Equal(0.001, changed.Generator.LearningRate);
        Assert.Equal(Models.Dcgan.Discriminator.LearningRate, changed.Discriminator.LearningRate);
        Assert.IsType<Minimax>(changed.Objective);
        Assert.Equal(LatentDistribution.Uniform, changed.LatentDistribution);
        Assert.Equal(new Sgd { Momentum = 0.5 }, changed.Discriminator.Optimizer);
        Assert.Null(Models.Dcgan.Latent);
    }

    // Where each is explained is another test's.
    private static IEnumerable<RecipeSetting> Listed(Recipe recipe) => RecipeSettings.List(recipe).Select(setting => setting with { Documentation = "" });

    [Fact]
    public void List_says_where_each_setting_is_explained()
    {
        IReadOnlyList<RecipeSetting> settings = RecipeSettings.List(Models.Dcgan);
        Assert.Equal("P:Belamy.PlayerSettings.LearningRate", settings.Single(setting => setting.Name == "generator.learning-rate").Documentation);
        Assert.All(settings, setting => Assert.StartsWith("P:Belamy.", setting.Documentation, StringComparison.Ordinal));
    }

    [Fact]
    public void With_automatic_leaves_the_setting_to_the_data()
    {
        Recipe open = Models.Dcgan.With("width=3").With("width=automatic").With("generator.learning-rate=automatic");
        Assert.Equal(Models.Dcgan, open);
        Assert.Contains(new RecipeSetting("width", "automatic", "a whole number, at least 1 and at most 65536 | automatic"), Listed(open));
    }

    [Theory]
    [InlineData("gan")]
    [InlineData("pacgan")]
    [InlineData("wgan-gp")]
    [InlineData("ada")]
    public void Validate_proposes_values_that_are_possible(string model)
    {
        Recipe recipe = Models.Find(model).Recipe;
        foreach (RecipeSetting setting in RecipeSettings.List(recipe).Where(setting => setting.Values.Contains("number", StringComparison.Ordinal)))
        {
            foreach (string value in (string[])["-1", "0", "1", "3", "7", "63", "65", "65535", "2147483647", "9223372036854775807", "0.5", "1e308"])
            {
                string? refusal = Refusal(setting.Name, value);
                if (refusal?.Split("such as ") is [_, var proposed])
                    Assert.Null(Refusal(refusal.Split('=')[0], proposed, $"{setting.Name}={value}"));
            }
        }

        string? Refusal(string name, string value, string? before = null)
        {
            try
            {
                (before is null ? recipe : recipe.With(before)).With(name, value).Validate();
                return null;
            }
            catch (BelamyException e)
            {
                return e.Message;
            }
        }
    }

    [Fact]
    public void Resolve_fills_in_what_is_open_and_nothing_else()
    {
        var small = (Adversarial)Models.Dcgan.Resolve([1, 28, 28]);
        Assert.Equal((16, 16, 1e-3, 1e-3), (small.Latent, small.Width, small.Generator.LearningRate, small.Discriminator.LearningRate));
        var large = (Adversarial)(Models.Dcgan with { Width = 8 }).With("generator.learning-rate=0.5").Resolve([3, 64, 64]);
        Assert.Equal((100, 8, 0.5, 2e-4), (large.Latent, large.Width, large.Generator.LearningRate, large.Discriminator.LearningRate));
    }

    [Fact]
    public void With_a_player_setting_without_its_player_changes_both()
    {
        Adversarial changed = Models.Dcgan.With("learning-rate", "0.01").With("optimizer", "rmsprop");
        Assert.Equal((0.01, 0.01), (changed.Generator.LearningRate, changed.Discriminator.LearningRate));
        Assert.Equal((new RmsProp(), new RmsProp()), (changed.Generator.Optimizer, changed.Discriminator.Optimizer));
    }

    [Theory]
    [InlineData("vae", "discriminator.learning-rate=1", "discriminator.learning-rate=1: has no place in vae; leave it out, or choose a model that has it, see belamy models")]
    [InlineData("pix2pix", "latent=3", "latent=3: has no place in pix2pix; leave it out, or choose a model that has it, see belamy models")]
    [InlineData("acgan", "packing=2", "packing=2: has no place in acgan; leave it out, or choose a model that has it, see belamy models")]
    public void With_a_setting_of_other_systems_says_so_in_one_line(string model, string assignment, string message) =>
        Assert.Equal(message, Assert.Throws<BelamyException>(() => Models.Find(model).Recipe.With(assignment)).Message);

    [Fact]
    public void With_changes_what_a_paper_names()
    {
        Assert.Equal(10, Models.Pix2Pix.With("faithfulness=10").Faithfulness);
        Assert.Equal("pix2pix", Models.NameOf(new Pix2Pix { Faithfulness = 10 }));
        Assert.Equal("custom", Models.NameOf(new Pix2Pix { Networks = NetworkPair.ByData }));
    }

    [Theory]
    [InlineData("latnet=3", "latnet: no such setting; did you mean latent?")]
    [InlineData("batch=many", "batch=many: must be a whole number")]
    [InlineData("latent-distribution=nromal", "latent-distribution=nromal: must be one of normal, uniform; did you mean normal?")]
    [InlineData("batch", "batch: settings are written name=value, for example batch=32")]
    public void With_what_does_not_exist_says_so_in_one_line(string assignment, string message) =>
        Assert.Equal(message, Assert.Throws<BelamyException>(() => Models.Dcgan.With(assignment)).Message);

    [Theory]
    [InlineData("batch=0", "batch=0: must be at least 1 and at most 65536")]
    [InlineData("averaging=1", "averaging=1: must be at least 0 and below 1")]
    [InlineData("discriminator.learning-rate=0", "discriminator.learning-rate=0: must be above 0")]
    [InlineData("loss-gate=-0.1", "loss-gate=-0.1: must be at least 0")]
    [InlineData("discriminator.accumulation=0", "discriminator.accumulation=0: must be at least 1 and at most 10000")]
    [InlineData("generator.gradient-limit=-1", "generator.gradient-limit=-1: must be at least 0")]
    [InlineData("discriminator.historical-averaging=-0.5", "discriminator.historical-averaging=-0.5: must be at least 0")]
    public void Validate_out_of_range_names_setting_and_range(string assignment, string message) =>
        Assert.Equal(message, Assert.Throws<BelamyException>(Models.Dcgan.With(assignment).Validate).Message);

    [Theory]
    [InlineData("penalty=r1", "penalty.every=0", "at least 1")]
    [InlineData("penalty=r2", "penalty.gamma=-1", "at least 0")]
    [InlineData("penalty=gradient-penalty", "penalty.weight=-10", "at least 0")]
    [InlineData("penalty=gradient-penalty", "penalty.every=0", "at least 1")]
    [InlineData("penalty=dragan", "penalty.size=-1", "at least 0")]
    [InlineData("penalty=consistency", "penalty.background=1.5", "at least -1 and at most 1")]
    [InlineData("penalty=weight-clipping", "penalty.bound=0", "above 0")]
    [InlineData("optimizer=sgd", "generator.optimizer.momentum=1", "at least 0 and below 1")]
    [InlineData("optimizer=adam", "discriminator.optimizer.epsilon=0", "above 0")]
    [InlineData("objective=smoothed", "objective.real=1.1", "at least 0 and at most 1")]
    [InlineData("augmentation=ada", "augmentation.aim=1", "above -1 and below 1")]
    public void Validate_the_numbers_of_a_part_have_their_ranges(string part, string assignment, string range) => Assert.Equal(
        $"{assignment}: must be {range}",
        Assert.Throws<BelamyException>(Models.Dcgan.With(part).With(assignment).Validate).Message);

    [Fact]
    public void Validate_a_penalty_of_ones_own_is_paid_at_some_moves() => Assert.Equal(
        "penalty.every=0: must be at least 1",
        Assert.Throws<BelamyException>((new Adversarial { Penalty = new Unpaid() }).Validate).Message);

    [Fact]
    public void Validate_every_model_is_within_all_ranges() => Assert.All(Models.All, model => model.Recipe.Validate());

    [Fact]
    public void List_says_the_range_of_a_number()
    {
        Assert.Contains(new RecipeSetting("generator.learning-rate", "automatic", "a number, above 0 | automatic"), Listed(new Adversarial()));
        Assert.Contains(new RecipeSetting("accuracy-limit", "1", "a number, above 0 and at most 1"), Listed(new Adversarial()));
        Assert.Contains(new RecipeSetting("seed", "1", "a whole number"), Listed(new Adversarial()));
    }

    [Fact]
    public void Validate_two_rules_for_who_waits_are_one_too_many() => Assert.Equal(
        "loss-gate=0.35: must be 0 where accuracy-limit=0.8 decides who waits",
        Assert.Throws<BelamyException>(Models.Dcgan.With("loss-gate=0.35").With("accuracy-limit=0.8").Validate).Message);

    [Fact]
    public void List_of_improved_gan_holds_the_weight_of_historical_averaging()
    {
        Assert.Contains(new RecipeSetting("generator.historical-averaging", "0.001", "a number, at least 0"), Listed(Models.ImprovedGan));
        Assert.Contains(new RecipeSetting("discriminator.historical-averaging", "0.001", "a number, at least 0"), Listed(Models.ImprovedGan));
        Assert.Contains(new RecipeSetting("generator.historical-averaging", "0", "a number, at least 0"), Listed(Models.Dcgan));
    }

    [Fact]
    public void List_applied_to_the_model_gives_the_recipe_back()
    {
        Recipe recipe = Models.Gan.With("optimizer=sgd").With("optimizer.momentum=0.5").With("objective=non-saturating").With("seed=77")
            .With("historical-averaging=0.25").With("discriminator.historical-averaging=0.5");
        Recipe restored = Models.Gan;
        foreach (RecipeSetting setting in RecipeSettings.List(recipe))
            restored = restored.With(setting.Name, setting.Value);
        Assert.Equal(recipe, restored);
    }

    private sealed record Unpaid : Penalty
    {
        public override string Name => "unpaid";

        public override int Interval => 0;
    }
}
