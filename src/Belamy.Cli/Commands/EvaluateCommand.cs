using System.CommandLine;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy evaluate</c>: its options.</summary>
internal static class EvaluateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string?> run = RunArgument.Create();
        Option<long?> count = OptionKinds.WholeNumber("--count", "How many samples to judge; 10,000 by default.", "N", 1, 10_000_000);
        Option<long?> seed = OptionKinds.WholeNumber("--seed", "Decides the latent vectors; that of the run by default.", "N", 0, long.MaxValue);
        Option<long?> threads = OptionKinds.WholeNumber("--threads", "Threads that compute; all cores by default.", "N", 1, Threads.Most);
        Option<bool> json = OptionKinds.Switch("--json", "Print one line of JSON.");
        var command = new CommandWithExamples("evaluate", "Judge the samples of a run with a classifier of its data.")
        {
            run, count, seed, threads, json,
        };
        command.Notes =
        [
            "The classifier is a small network that Belamy trains on the labels of the run's data the first time, and keeps in a cache.",
            "A sample counts as recognized when the classifier gives one class a probability of 0.9 or more.",
        ];
        command.Examples =
        [
            ("belamy evaluate", "the latest run, over 10,000 samples"),
            ("belamy evaluate digits --count 1000", "a quicker, rougher figure"),
            ("belamy evaluate digits --json", "for a script"),
        ];
        command.SetAction(parsed => EvaluateAction.Run(
            RunArgument.Resolve(parsed.GetValue(run)),
            (int)(parsed.GetValue(count) ?? 10_000),
            parsed.GetValue(seed),
            (int?)parsed.GetValue(threads),
            parsed.GetValue(json)));
        return command;
    }
}
