using Belamy.Cli.Commands;
using Belamy.Data;
using Belamy.Games;

namespace Belamy.Cli.Tests.Processes;

/// <summary>What is said where a metric cannot be measured.</summary>
public sealed class EvaluateLimitsTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Evaluate_by_a_metric_of_labelled_samples_names_models_that_make_such()
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(trained.Home, "evaluate", "tiny", "--metrics", "cas", "--count", "20", "--features", "pixels");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Equal(
            "belamy: --metrics classification-accuracy: it needs samples with the classes of the data:"
            + " those of a model that takes classes and was trained on these data, such as cgan, acgan or projection",
            outcome.Error.Trim());
    }

    [Fact]
    public void Samples_of_a_model_that_takes_classes_have_those_of_the_data_it_was_trained_on()
    {
        using var folder = new TemporaryFolder();
        string[] small = ["--batch", "4", "--set", "width=1", "latent=2", "--steps", "1", "--out", "run"];
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, ["train", "digits", "--model", "cgan", .. small]).Code);
        using EvaluationSubject subject = EvaluationSubject.Open(folder["run"]);
        Dataset digits = Datasets.Digits();
        Dataset samples = subject.Items(12, seed: 1, DataOptions.Default, digits);
        Assert.Equal(digits.ClassNames, samples.ClassNames);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1], samples.Labels.ToArray());

        // Other data, though their classes are called the same, and a model without classes.
        var others = new ImageDataset("others", 1, 28, 28, new byte[10 * 28 * 28], [.. Enumerable.Range(0, 10)], [.. digits.ClassNames]);
        Assert.True(subject.Items(12, seed: 1, DataOptions.Default, others).Labels.IsEmpty);
        using EvaluationSubject plain = EvaluationSubject.Open(trained.Run);
        Assert.True(plain.Items(12, seed: 1, DataOptions.Default, digits).Labels.IsEmpty);
    }

    [Fact]
    public void Classes_that_a_model_finds_by_itself_are_not_those_of_the_data()
    {
        Dataset digits = Datasets.Digits();
        using var found = new AssembledGame(Models.Infogan with { Width = 1 }, digits);
        Assert.Equal(digits.ClassNames.Count, found.RequireGenerator().Classes);
        Assert.Empty(EvaluationSubject.ClassesOf(found, digits));
    }

    [Fact]
    public void Evaluate_by_all_metrics_lists_those_that_so_few_samples_do_not_allow()
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(trained.Home, "evaluate", "tiny", "--metrics", "all", "--count", "12", "--features", "pixels");
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("median distance to the nearest real", outcome.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^  precision .* few items, 1,000 or more are wanted$", outcome.Output);
        foreach (string line in (ReadOnlySpan<string>)
            [
                "Not measured: classifier-two-sample, it needs at least 40 samples, there are 12.",
                "Not measured: classifier-score, it needs a classifier of such items; choose one with --features.",
            ])
            Assert.Contains($"\n{line}\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_by_a_named_metric_that_so_few_samples_do_not_allow_is_refused()
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(trained.Home, "evaluate", "tiny", "--metrics", "c2st", "--count", "5", "--features", "pixels");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Equal("belamy: --metrics classifier-two-sample: it needs at least 40 samples, there are 5", outcome.Error.Trim());
    }
}
