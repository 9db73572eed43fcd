using System.CommandLine;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy sample</c>: its options.</summary>
internal static class SampleCommand
{
    private const int MostSamples = 10_000_000;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string?> run = RunArgument.Create();
        Option<long?> count = OptionKinds.WholeNumber("--count", "How many samples; 25 by default.", "N", 1, MostSamples);
        Option<string?> output = OptionKinds.Text("--out", "grid.png, folder/, samples.npy or samples.idx; for points picture.png or points.csv, for numbers numbers.csv; samples.png, or samples.csv for numbers, in the run's folder by default.", "PATH");
        Option<long?> seed = OptionKinds.WholeNumber("--seed", "Decides the latent vectors; that of the run by default.", "N", 0, long.MaxValue);
        Option<long?> columns = OptionKinds.WholeNumber("--columns", "Samples in a row of a grid; as square as can be by default.", "N", 1, MostSamples);
        Option<long?> scale = OptionKinds.WholeNumber("--scale", "Pixels that each pixel of a picture becomes; as many as people can see in a grid by default, one in a folder.", "N", 1, 64);
        Option<string?> label = ClassChoice.Create();
        Option<string?> caption = OptionKinds.Text("--caption", "What is to be seen, for models that take captions: \"a small red circle\".", "TEXT");
        Option<string?> chords = OptionKinds.Text("--chords", "Chords of the bars of songs, gone round: \"C G Am F\"; those of songs of the data by default.", "CHORDS");
        Option<double?> truncation = OptionKinds.PositiveNumber("--truncation", "Cut latent values off at this bound, such as 2, 1.5 or 1: samples nearer to the usual, more alike. For stylegan2 it is ψ, such as 0.7: how far styles keep from their mean.", "BOUND", 100);
        Option<bool> best = RunArgument.CreateBest();
        Option<long?> threads = OptionKinds.WholeNumber("--threads", "Threads that compute; all cores by default.", "N", 1, Threads.Most);
        var command = new CommandWithExamples("sample", "Make samples with the generator of a run.")
        {
            run, count, output, seed, columns, scale, label, caption, chords, truncation, best, threads,
        };
        command.Notes =
        [
            "A sample depends on the seed and its own index: 25 samples are the first 25 of 100.",
            "Bars of songs follow one another: all of them are one song.",
            "Samples of a model that takes classes go round them unless --class names one.",
            ".npy holds uint8 [count, height, width], or [count, height, width, 3] for colour; .idx the same as MNIST's files do.",
        ];
        command.Examples =
        [
            ("belamy sample", "25 samples of the latest run, as samples.png in its folder"),
            ("belamy sample digits --count 100 --out grid.png", "ten rows of ten from runs/digits"),
            ("belamy sample runs/digits --count 10000 --out digits.npy", "an array for NumPy"),
            ("belamy sample digits --count 500 --out pictures/ --seed 3", "one PNG file per sample"),
            ("belamy sample digits --best", "the weights that were best by the metric of `belamy train --metrics`"),
            ("belamy sample runs/ring8 --count 1000 --out points.csv", "points of the plane, in the units of their data"),
            ("belamy sample shapes-gan-cls --caption \"a small red circle\"", "25 pictures of a caption"),
            ("belamy sample tunes-midinet --count 16 --chords \"C G Am F\" --out song.mid", "a song of 16 bars, each made after the one before"),
            ("belamy sample digits --truncation 1.5", "samples nearer to the usual, more alike"),
        ];
        command.SetAction(parsed => SampleAction.Run(
            RunArgument.Resolve(parsed.GetValue(run)),
            (int)(parsed.GetValue(count) ?? 25),
            parsed.GetValue(output),
            parsed.GetValue(seed),
            (int)(parsed.GetValue(columns) ?? 0),
            (int)(parsed.GetValue(scale) ?? 0),
            parsed.GetValue(label),
            parsed.GetValue(caption),
            parsed.GetValue(chords),
            parsed.GetValue(truncation),
            parsed.GetValue(best),
            (int?)parsed.GetValue(threads)));
        return command;
    }
}
