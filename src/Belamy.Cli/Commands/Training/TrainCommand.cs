using System.CommandLine;
using Belamy.Data;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy train</c>: its options, and which of them exclude each other.</summary>
internal static class TrainCommand
{
    private static readonly (string, string)[] Examples =
    [
        ("belamy train digits", "handwritten digits from an embedded data set; ends by itself within three minutes"),
        ("belamy train mnist --time 5m --seed 7", "the full set for five minutes; the same seed and steps give the same bits"),
        ("belamy train mnist --location ~/Downloads/mnist", "the files from a folder, where the network is out of reach"),
        ("belamy train ./pictures --size 64 --out runs/flowers", "your own pictures, brought to 64 × 64"),
        ("belamy train ./portraits --size 48x64 --fit pad", "48 wide and 64 high, nothing cut off"),
        ("belamy train ./facades --model pix2pix --halves right-to-left", "pairs: also folders called input/ and target/, with equal names"),
        ("belamy train ./places --model cyclegan", "two sets that are no pairs, in folders called A/ and B/"),
        ("belamy train ./recordings --length 1 --rate 16000", "sounds; songs, films, volumes, tables and texts likewise, see `belamy data`"),
        ("belamy train ring8 --model wgan-gp", "points of the plane, drawn over what the critic says of them"),
        ("belamy train digits --set learning-rate=1e-4 --dry-run", "change a part of the recipe and see what would run"),
        ("belamy train digits --metrics fid", "measure on the way, and keep the best weights for `belamy sample --best`"),
        ("belamy train ./sketches --from runs/digits", "begin with the weights of another run, for other data"),
        ("belamy train --resume runs/digits", "go on where a run stopped, to the same bits as if it never had"),
        ("belamy train --resume runs/digits --steps 5000", "train a finished run further"),
    ];

    private static readonly string[] Notes =
    [
        "Ctrl+C saves and stops with exit code 130; a second Ctrl+C quits at once.",
        "A run is a folder: run.json, metrics.jsonl, losses.png, samples/, checkpoints/.",
    ];

    /// <summary>The names of the data that are made: stacks of digits, points, numbers.</summary>
    private static string OtherData => string.Join(", ", Datasets.Sources.Select(source => source.Name).Except(["digits", "mnist", "fashion"]));

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var data = new Argument<string?>("data")
        {
            Description = $"digits (the default), mnist, fashion, a folder of pictures, sounds, songs, films or volumes, a table, texts, an array; also {OtherData}, of which `belamy data` tells more, and `belamy data PATH` what a path holds.",
            HelpName = "digits|mnist|fashion|PATH",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var choices = new TrainingChoices(
            "The folder of the run; by default runs/ and the name of the data.",
            "Measure the generator while it trains, and keep the weights that are best by the first; `belamy evaluate --help` lists them.");
        Option<long?> steps = OptionKinds.WholeNumber("--steps", "End after this many steps.", "N", 1, long.MaxValue);
        Option<TimeSpan?> time = OptionKinds.Time("--time", "End after this time of training.");
        Option<string?> resume = OptionKinds.Text("--resume", "Go on with a run.", "RUN");
        Option<long?> checkpointEvery = OptionKinds.WholeNumber(
            "--checkpoint-every", "Write a checkpoint every so many steps; every ten seconds or so by default. The result does not depend on it.", "N", 1, int.MaxValue);
        Option<long?> measureEvery = OptionKinds.WholeNumber(
            "--measure-every", $"Measure every so many steps, and at the end; {Measurement.DefaultEvery} by default.", "N", 1, int.MaxValue);
        Option<bool> tensorBoard = OptionKinds.Switch("--tensorboard", "Write the run for TensorBoard too, in tensorboard/ of its folder.");
        Option<bool> noReport = OptionKinds.Switch("--no-report", "Leave out report.html, which is written when the run ends.");
        Option<bool> dryRun = OptionKinds.Switch("--dry-run", "Print recipe, networks, memory and disk; write nothing.");
        var command = new CommandWithExamples("train", "Train a model on a data set.")
        {
            data, choices.Model, steps, time, choices.Batch, choices.Seed, choices.Threads, choices.Folder, choices.Settings, resume, choices.From, choices.Location, checkpointEvery,
            choices.Metrics, measureEvery, choices.Features, tensorBoard, noReport, dryRun,
        };
        choices.Reading.AddTo(command);
        command.Examples = Examples;
        command.Notes = Notes;
        command.SetAction(parsed =>
        {
            TrainArguments arguments = choices.Read(parsed.GetValue(data), parsed) with
            {
                Steps = parsed.GetValue(steps),
                Time = parsed.GetValue(time),
                Resume = parsed.GetValue(resume),
                CheckpointEvery = (int?)parsed.GetValue(checkpointEvery),
                MeasureEvery = (int?)parsed.GetValue(measureEvery),
                TensorBoard = parsed.GetValue(tensorBoard),
                NoReport = parsed.GetValue(noReport),
                DryRun = parsed.GetValue(dryRun),
            };
            Check(arguments);
            return TrainAction.Run(arguments);
        });
        return command;
    }

    private static void Check(TrainArguments arguments)
    {
        if (arguments is { Steps: not null, Time: not null })
            throw new BelamyException("--steps and --time: a run ends after one or the other; give one of them");
        if (arguments is { From: not null, Data: null, Resume: null })
            throw new BelamyException("--from: says whose weights to begin with; name the data to train on too, such as `belamy train ./pictures --from runs/digits`");
        if (arguments.Resume is null)
        {
            string? lone = arguments.MeasureEvery is not null ? "--measure-every" : arguments.Features is not null ? "--features" : null;
            if (lone is not null && arguments.Metrics is null)
                throw new BelamyException($"{lone}: says how to measure; name what, such as --metrics fid");
            return;
        }

        string? clash = arguments switch
        {
            { Data: not null } => arguments.Data,
            { Model: not null } => "--model",
            { From: not null } => "--from",
            { Batch: not null } => "--batch",
            { Seed: not null } => "--seed",
            { Out: not null } => "--out",
            { ReadingOption: { } given } => given,
            { Settings.Count: > 0 } => "--set",
            _ => null,
        };
        if (clash is not null)
            throw new BelamyException($"{clash}: a resumed run keeps what it began with; leave it out, or start a new run without --resume");
    }
}
