using Belamy.Data;
using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Penalties;
using Belamy.Runs;
using Belamy.Tests.Training;
using Belamy.Training;

namespace Belamy.Tests.Diagnosis;

/// <summary>Runs that are made to go wrong get the finding they should, and healthy ones get none.</summary>
public sealed class ForcedCaseTests
{
    private static readonly Adversarial Small = Models.Dcgan with { Width = 4, Batch = 16, Steps = 200 };
    private static readonly Adversarial Points = new Adversarial
    {
        Networks = new NetworkPair(
            "small",
            _ => new Sequential(new Dense(32), new ReLU(), new Dense(32), new ReLU(), new Dense(2)),
            _ => new Sequential(new Dense(32), new LeakyReLU(), new Dense(32), new LeakyReLU(), new Dense(1))),
        Latent = 2,
        Batch = 32,
        Averaging = 0,
        Steps = 600,
    };

    private static readonly Adversarial Hasty = Small with { Generator = new PlayerSettings { LearningRate = 0.2 } };

    [Fact]
    public void Healthy_run_has_no_finding() => Assert.Empty(Findings(Small, Datasets.Digits()));

    [Fact]
    public void Generator_with_a_learning_rate_two_hundred_times_too_high_collapses()
    {
        Assert.Contains("collapse", Findings(Hasty, Datasets.Digits()));
    }

    [Fact]
    public void Discriminator_that_learns_much_faster_is_too_strong()
    {
        Adversarial unfair = Small with
        {
            Generator = new PlayerSettings { LearningRate = 1e-5 },
            Discriminator = new PlayerSettings { LearningRate = 1e-2 },
        };
        Assert.Contains("discriminator-too-strong", Findings(unfair, Datasets.Digits()));
    }

    [Fact]
    public void Data_of_one_class_give_a_finding_about_the_data_alone() => Assert.Equal(["data"], Findings(Small, Threes()));

    [Fact]
    public void Samples_that_look_alike_are_no_collapse_where_the_data_are_of_one_class()
    {
        IReadOnlyList<string> findings = Findings(Hasty, Threes());
        Assert.Contains("data", findings);
        Assert.DoesNotContain("collapse", findings);
    }

    [Fact]
    public void Critic_without_constraint_diverges()
    {
        Adversarial unbounded = Points with
        {
            Objective = new Wasserstein(),
            Penalty = new NoPenalty(),
            Generator = new PlayerSettings { LearningRate = 1e-3 },
            Discriminator = new PlayerSettings { LearningRate = 5e-2 },
            Steps = 800,
        };
        var data = new GaussianData(200, 0, 0.5, 2);
        Assert.Contains("divergence", Findings(unbounded, data));
        Assert.DoesNotContain("divergence", Findings(unbounded with { Penalty = new WeightClipping() }, data));
    }

    [Fact]
    public void Players_with_rates_forty_times_too_high_oscillate()
    {
        var data = new GaussianData(1000, 0, 0.5, 2);
        Assert.Contains("oscillation", Findings(WithRates(Points, 2e-2), data));
        Assert.Empty(Findings(WithRates(Points, 5e-4), data));
    }

    [Fact]
    public void Players_that_hardly_move_make_no_progress()
    {
        var data = new GaussianData(1000, 1.5, 0.5, 2);
        Assert.Equal(["frozen", "no-progress"], Findings(WithRates(Points, 1e-9), data));
        Assert.Empty(Findings(WithRates(Points, 5e-4), data));
    }

    // Where samples begin near the data their distance tells nothing; and with batch norm they waver though no weight moves.
    [Fact]
    public void Players_that_hardly_move_are_frozen_wherever_they_begin()
    {
        Adversarial recipe = Points with
        {
            Networks = new NetworkPair("normal", _ => new Sequential(new Dense(32), new BatchNorm(), new ReLU(), new Dense(2)), Points.Networks.Discriminator),
            Steps = 220,
        };
        var data = new GaussianData(1000, 0, 0.5, 2);
        Assert.Equal(["frozen"], Findings(WithRates(recipe, 1e-9), data));
        Assert.Equal(["frozen"], Findings(recipe with { Discriminator = new PlayerSettings { LearningRate = 1e-9 } }, data));
        Assert.Empty(Findings(WithRates(recipe, 1e-5), data));
    }

    [Fact]
    public void Generator_that_learns_the_few_items_by_heart_memorizes()
    {
        // The same game over four points, and over many around them.
        Recipe recipe = WithRates(Points with { Penalty = new R1 { Gamma = 0.5 }, Steps = 2000 }, 1e-3);
        Assert.Equal(["memorization"], Findings(recipe, Corners(4, 0)));
        Assert.Empty(Findings(recipe, Corners(1000, 0.3)));
    }

    // A generator that is shown four of eight modes reaches no others.
    [Fact]
    public void Generator_that_leaves_out_half_of_the_modes_is_told_of()
    {
        var ring = MixtureDataset.Ring("ring", 8, 2, 0.02, 2000);
        var half = new MixtureDataset("half", [.. ring.Centres.Take(4)], 0.02, 2000);
        ModeCoverage coverage = ModeCoverage.Of(ring)!;
        Assert.Equal(320, coverage.Count);
        Assert.Equal(8, coverage.Reached(Of(ring, 1)));
        Assert.Equal(4, coverage.Reached(Of(half, half.Scale)));
        Assert.Null(ModeCoverage.Of(MixtureDataset.Moons("moons", 0.1, 100)));

        Samples Of(MixtureDataset data, double scale)
        {
            var values = new float[coverage.Count * 2];
            data.ReadBatch([.. Enumerable.Range(0, coverage.Count)], values);
            return new Samples([2], Array.ConvertAll(values, value => (float)(value * scale)));
        }
    }

    [Fact]
    public void Generator_too_small_for_a_ring_leaves_out_modes()
    {
        // One hidden unit makes a bent line, which does not go round.
        Adversarial thin = WithRates(Points, 1e-3) with
        {
            Networks = new NetworkPair("thin", _ => new Sequential(new Dense(1), new Tanh(), new Dense(2)), Points.Networks.Discriminator),
        };
        IReadOnlyList<string> findings = Findings(thin, MixtureDataset.Ring("ring", 8, 2, 0.02, 2000));
        Assert.Contains("missing-modes", findings);
    }

    [Fact]
    public void Dead_discriminator_stands_still()
    {
        // Without a weight that is not 0 no slope comes through.
        Adversarial dead = Points with
        {
            Networks = new NetworkPair("dead", Points.Networks.Generator, _ => new Sequential(
                new Dense(8, bias: false, Initializers.Zeros), new ReLU(), new Dense(1, bias: false, Initializers.Zeros))),
        };
        Assert.Contains("standstill", Findings(dead, new GaussianData(1000, 0, 0.5, 2)));
    }

    [Fact]
    public void Rates_a_million_times_too_high_diverge()
    {
        var data = new GaussianData(1000, 0, 0.5, 2);
        Assert.Contains("divergence", Findings(WithRates(Points, 1000), data));
    }

    private static DatasetPart Threes()
    {
        Dataset digits = Datasets.Digits();
        int[] threes = [.. Enumerable.Range(0, digits.Count).Where(index => digits.Labels[index] == 3)];
        return new DatasetPart(digits, threes);
    }

    /// <summary>Points around the corners of a square, in turn.</summary>
    private static ArrayDataset Corners(int count, double deviation)
    {
        var noise = new GaussianData(count, 0, deviation, 2);
        var values = new float[2 * count];
        noise.ReadBatch([.. Enumerable.Range(0, count)], values);
        for (int at = 0; at < count; at++)
        {
            values[2 * at] += (at % 2 * 2) - 1;
            values[(2 * at) + 1] += (at / 2 % 2 * 2) - 1;
        }

        return new ArrayDataset("corners", [2], values);
    }

    private static Adversarial WithRates(Adversarial recipe, double rate) => recipe with
    {
        Generator = new PlayerSettings { LearningRate = rate },
        Discriminator = new PlayerSettings { LearningRate = rate },
    };

    /// <summary>What is found, with a log five times as dense as usual so that a short run is enough.</summary>
    private static IReadOnlyList<string> Findings(Recipe recipe, Dataset data)
    {
        var told = new List<Finding>();
        using var temporary = new TemporaryFolder();
        RunFolder folder = RunFolder.Create(temporary["run"], RunDescription.Create(recipe, data, steps: recipe.Steps));
        using var game = new AssembledGame(recipe, data);
        var options = new TrainingOptions
        {
            Steps = recipe.Steps,
            MetricsEvery = 2,
            SamplesEvery = 40,
            Progress = now => told.AddRange(now.Findings),
        };
        new Trainer(game.Game, data, options) { Generator = game.Generator, Folder = folder }.Run(TestContext.Current.CancellationToken);
        // What is told on the way stands in the log, and whoever reads the log's numbers again finds the same.
        Assert.Equal(told, folder.Log.ReadFindings());
        Assert.Equal(told, new Watch().AddAll(folder.Log.ReadMetrics()));
        return [.. told.Select(finding => finding.Symptom)];
    }
}
