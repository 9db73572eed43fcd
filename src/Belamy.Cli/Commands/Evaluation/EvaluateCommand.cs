using System.CommandLine;
using System.CommandLine.Parsing;
using Belamy.Data;
using Belamy.Metrics;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy evaluate</c>: its options.</summary>
internal static class EvaluateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string?> subject = RunArgument.Create();
        subject.Description = "A run's folder, its name under runs/, or nothing for the latest; or a folder of pictures, sounds or others, or a file of rows.";
        subject.HelpName = "RUN|FOLDER";
        Option<string?> against = OptionKinds.Text("--against", "What to compare with; the data of the run by default. A run: both are judged by its data, side by side.", "DATA|FOLDER|RUN");
        Option<string?> metrics = OptionKinds.Text("--metrics", "Metrics, separated by commas, or all; the quick ones by default.", "NAMES");
        Option<string?> features = OptionKinds.Text("--features", FeatureChoice.Help, FeatureChoice.HelpName);
        Option<string?> split = OptionKinds.Text("--split", "Which part of the data to compare with: train by default.", "train|test");
        split.Validators.Add(RequirePart);
        Option<long?> count = OptionKinds.WholeNumber("--count", "How many items of each kind to compare; 10,000 by default.", "N", 1, 10_000_000);
        Option<long?> seed = OptionKinds.WholeNumber("--seed", "Decides the latent vectors; that of the run by default.", "N", 0, long.MaxValue);
        Option<string?> heldOut = OptionKinds.Text("--held-out", "Rows of a table that the samples have not learned from, to compare with too; the test part of the data where they have one.", "DATA|FILE");
        var reading = new DataChoices();
        Option<bool> best = RunArgument.CreateBest();
        Option<long?> threads = OptionKinds.WholeNumber("--threads", "Threads that compute; all cores by default.", "N", 1, Threads.Most);
        Option<bool> json = OptionKinds.Switch("--json", "Print one line of JSON.");
        var command = new CommandWithExamples("evaluate", "Say how good the samples of a run, or the pictures or other items of a folder, are.")
        {
            subject, against, heldOut, metrics, features, split, count, seed, best, threads, json,
        };
        reading.AddTo(command);
        command.Notes =
        [
            "Where the data have labels, a small network trained on them looks at the pictures; Belamy trains it the first time, and keeps it in a cache.",
            "Other features: labelled data or a folder with a sub-folder for each class, for a network trained on these; a run, for the last hidden layer of its",
            "discriminator or the code of its encoder; pixels, for the values themselves.",
            "Sounds are compared by their spectrograms, films and volumes by their values, rows of tables by metrics of their own, with rows held out for tests.",
            "--kind and the options after it say how a folder or file of --against is read; beside a run, as its items are where they say nothing.",
            "A sample counts as recognized when that network gives one class a probability of 0.9 or more.",
            "Metrics, those measured by default with a star:",
            .. Metric.All.Select(metric => $"  {(metric.IsQuick ? '*' : ' ')} {string.Join(", ", metric.Aliases.Prepend(metric.Name))}: {metric.Description}"),
        ];
        command.Examples =
        [
            ("belamy evaluate", "the latest run, over 10,000 samples"),
            ("belamy evaluate digits --count 1000 --metrics fid,precision-recall", "a quicker, rougher figure"),
            ("belamy evaluate digits --against runs/digits-mlp", "two runs side by side"),
            ("belamy evaluate digits --best --against runs/digits", "a run's best weights beside its last"),
            ("belamy evaluate ./pictures --against digits", "pictures that anything made"),
            ("belamy evaluate digits --features runs/other", "seen by the discriminator of another run"),
            ("belamy evaluate census --metrics all --held-out census-test.csv", "a table: also how near samples come to rows that were learned from, beside others"),
            ("belamy evaluate ./made --against ./recordings --rate 8000", "sounds that anything made, beside real ones"),
            ("belamy evaluate digits --metrics all --json", "for a script"),
        ];
        command.SetAction(parsed => EvaluateAction.Run(new EvaluationRequest
        {
            Subject = parsed.GetValue(subject),
            Against = parsed.GetValue(against),
            Reading = reading.Read(parsed),
            ReadingOption = reading.FirstGiven(parsed),
            HeldOut = parsed.GetValue(heldOut),
            Metrics = parsed.GetValue(metrics),
            Features = parsed.GetValue(features),
            Split = parsed.GetValue(split) == "test" ? DataSplit.Test : DataSplit.Train,
            Count = (int)(parsed.GetValue(count) ?? MetricInput.DefaultCount),
            Seed = parsed.GetValue(seed),
            Best = parsed.GetValue(best),
            Threads = (int?)parsed.GetValue(threads),
            Json = parsed.GetValue(json),
        }));
        return command;
    }

    private static void RequirePart(OptionResult result)
    {
        if (result.Tokens is [.., var token] && token.Value is not ("train" or "test"))
            result.AddError($"--split {token.Value}: give train or test");
    }
}

/// <summary>What was asked for.</summary>
internal sealed record EvaluationRequest
{
    public string? Subject { get; init; }

    public string? Against { get; init; }

    /// <summary>How a folder or file to compare with is read.</summary>
    public DataOptions Reading { get; init; } = DataOptions.Default;

    /// <summary>The first option that says so; null where none was given.</summary>
    public string? ReadingOption { get; init; }

    public string? HeldOut { get; init; }

    public string? Metrics { get; init; }

    public string? Features { get; init; }

    public DataSplit Split { get; init; }

    public required int Count { get; init; }

    public long? Seed { get; init; }

    public bool Best { get; init; }

    public int? Threads { get; init; }

    public bool Json { get; init; }
}
