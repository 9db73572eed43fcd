using Belamy.Data;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;
using Belamy.Training;
using Belamy.Training.Diagnosis;

namespace Belamy.Tests.Training.Diagnosis;

/// <summary>Runs that are made to go wrong get the finding they should, and healthy ones get none.</summary>
public sealed class ForcedCaseTests
{
    private static readonly Recipe Small = Models.Dcgan with { Width = 4, Batch = 16, Steps = 200 };
    private static readonly Recipe Hasty = Small with { Generator = new PlayerSettings { LearningRate = 0.1 } };

    [Fact]
    public void Healthy_run_has_no_finding() => Assert.Empty(Findings(Small, Datasets.Digits()));

    [Fact]
    public void Generator_with_a_hundredfold_learning_rate_collapses()
    {
        Assert.Contains("collapse", Findings(Hasty, Datasets.Digits()));
    }

    [Fact]
    public void Discriminator_that_learns_much_faster_is_too_strong()
    {
        Recipe unfair = Small with
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
        Recipe unbounded = Recipe.Default with
        {
            Networks = new NetworkPair(
                "small",
                _ => new Sequential(new Dense(16), new ReLU(), new Dense(2)),
                _ => new Sequential(new Dense(16), new LeakyReLU(), new Dense(16), new LeakyReLU(), new Dense(1))),
            Objective = new UnboundedCritic(),
            Generator = new PlayerSettings { LearningRate = 1e-3 },
            Discriminator = new PlayerSettings { LearningRate = 5e-2 },
            Latent = 2,
            Batch = 16,
            Steps = 800,
        };
        Assert.Contains("divergence", Findings(unbounded, new GaussianData(200, 0, 0.5, 2)));
    }

    private static DatasetPart Threes()
    {
        Dataset digits = Datasets.Digits();
        int[] threes = [.. Enumerable.Range(0, digits.Count).Where(index => digits.Labels[index] == 3)];
        return new DatasetPart(digits, threes);
    }

    /// <summary>What is found, with a log five times as dense as usual so that a short run is enough.</summary>
    private static IReadOnlyList<string> Findings(Recipe recipe, Dataset data)
    {
        var found = new List<string>();
        using var game = new AssembledGame(recipe, data);
        var options = new TrainingOptions
        {
            Steps = recipe.Steps,
            MetricsEvery = 2,
            SamplesEvery = 40,
            Progress = now => found.AddRange(now.Findings.Select(finding => finding.Symptom)),
        };
        new Trainer(game.Game, data, options) { Generator = game.Generator }.Run(TestContext.Current.CancellationToken);
        return found;
    }

    /// <summary>Wasserstein's critic, with nothing that keeps it within bounds.</summary>
    private sealed record UnboundedCritic : Objective
    {
        public override string Name => "unbounded";

        public override Tensor DiscriminatorLoss(Tensor real, Tensor generated) => generated.Mean() - real.Mean();

        public override Tensor GeneratorLoss(Tensor real, Tensor generated) => -generated.Mean();
    }
}
