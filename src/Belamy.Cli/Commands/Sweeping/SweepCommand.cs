using System.CommandLine;
using System.CommandLine.Parsing;
using Belamy.Data;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy sweep</c>: trains with several values of settings, and keeps what does best.</summary>
internal static class SweepCommand
{
    private static readonly (string, string)[] Examples =
    [
        ("belamy sweep digits --vary learning-rate=1e-4,2e-4,5e-4 --time 10m", "three rates in ten minutes of training altogether"),
        ("belamy sweep digits --vary objective=hinge,wasserstein --vary batch=32,64 --steps 4000", "four runs, two of which make 4,000 steps; the same bits each time"),
        ("belamy sweep ./pictures --model dcgan --vary augmentation=none,diff-augment --time 1h --metrics kid", "decided by another metric"),
        ("belamy sweep ring8 --model gan --vary seed=1,2,3 --steps 2000", "how much luck there is in it"),
    ];

    private static readonly string[] Notes =
    [
        "All runs train alike at first; the better half of them goes on, and so forth until one is left (successive halving, Jamieson and Talwalkar 2016).",
        "Each round has an equal part of the whole budget. What decides is what was measured at the end of a round, by 2,000 samples.",
        "Ctrl+C saves and stops with exit code 130; the same command goes on where a sweep was stopped or killed.",
        "The runs are folders as `belamy train` makes them. sweep.json and sweep.html, with all of them beside each other, lie in a folder of the sweep.",
    ];

    // What changes nothing of the outcome, or says where it is written.
    private static readonly string[] NotOfTheRequest = ["--threads", "--out", "--debug"];

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var data = new Argument<string>("data") { Description = "What to train on, as `belamy train` takes it.", HelpName = "digits|mnist|fashion|PATH" };
        var vary = new Option<string[]>("--vary")
        {
            Description = "A setting and the values it shall take; may be repeated, for all combinations. `belamy train --dry-run` shows the names.",
            HelpName = "name=value,value",
            AllowMultipleArgumentsPerToken = true,
            Required = true,
        };
        Option<long?> steps = OptionKinds.WholeNumber("--steps", "Steps of a run that stays to the end; one that is left behind makes fewer.", "N", 1, long.MaxValue);
        Option<TimeSpan?> time = OptionKinds.Time("--time", "Time of training of all runs together.");
        var choices = new TrainingChoices(
            "The folder of the sweep; runs are called like it with -run- and a number behind. By default runs/, the name of the data and -sweep.",
            "What to measure; the first decides. By default what suits the data: fid for pictures and sounds.");
        var command = new CommandWithExamples("sweep", "Train with several values of settings, and find out which do best.")
        {
            data, vary, steps, time, choices.Model, choices.Batch, choices.Seed, choices.Threads, choices.Folder, choices.Settings, choices.From, choices.Location,
            choices.Metrics, choices.Features,
        };
        choices.Reading.AddTo(command);
        command.Examples = Examples;
        command.Notes = Notes;
        command.SetAction(parsed =>
        {
            (long? count, TimeSpan? limit) = (parsed.GetValue(steps), parsed.GetValue(time));
            if (count is null == (limit is null))
                throw new BelamyException(count is null ? "belamy sweep: say how long, such as --time 10m or --steps 2000" : "--steps and --time: a sweep goes by one or the other; give one of them");
            return SweepAction.Run(new SweepArguments(choices.Read(parsed.GetValue(data), parsed) with { NoReport = true }, parsed.GetValue(vary) ?? [], count, limit, RequestOf(parsed)));
        });
        return command;
    }

    /// <summary>What was typed, option by option, those left out that change nothing of the outcome.</summary>
    private static string RequestOf(ParseResult parsed) => string.Join(' ', parsed.CommandResult.Children
        .Where(child => child is not OptionResult { Implicit: true } && !(child is OptionResult option && NotOfTheRequest.Contains(option.Option.Name)))
        .Select(child => string.Join(' ', child.Tokens.Select(token => ShellWord.Quote(token.Value)).Prepend(child is OptionResult option ? option.Option.Name : "").Where(word => word.Length > 0)))
        .Order(StringComparer.Ordinal));
}
