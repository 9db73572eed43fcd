using System.CommandLine;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy interpolate</c>: its options.</summary>
internal static class InterpolateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string?> run = RunArgument.Create();
        Option<long?> from = OptionKinds.WholeNumber("--from", "The sample to begin at, by its number; 0 by default.", "N", 0, int.MaxValue);
        Option<long?> to = OptionKinds.WholeNumber("--to", "The sample to end at; the one after by default.", "N", 0, int.MaxValue);
        Option<long[]?> seeds = OptionKinds.WholeNumbers("--seeds", "Walk through the first sample of each of these seeds instead.", "1,2,3", 2, 100);
        Option<long[]?> corners = OptionKinds.WholeNumbers("--corners", "Make a grid of three samples at its corners and their analogy at the fourth.", "0,1,2", 3, 3);
        Option<long[]?> analogy = OptionKinds.WholeNumbers("--analogy", "Make what is to the third sample as the second is to the first.", "0,1,2", 3, 3);
        Option<long?> neighbours = OptionKinds.WholeNumber(
            "--neighbours", "Make a grid of so many rows of as many samples, those that look alike beside each other, and of what lies between.", "N", 2, 32);
        Option<long?> steps = OptionKinds.WholeNumber("--steps", "Pictures from one sample to the next, both counted; 8 by default, 24 in a film, 3 between neighbours.", "N", 2, 1000);
        Option<bool> frames = OptionKinds.Switch("--frames", "Write a film that returns to its beginning: a .gif, .webp, .apng or .mp4, or an animated .png.");
        Option<long?> rate = OptionKinds.WholeNumber("--rate", "Pictures of a film per second; 12 by default.", "N", 1, 100);
        Option<long?> scale = OptionKinds.WholeNumber("--scale", "How many times larger to show the pictures; 1 by default, 4 in a film.", "N", 1, 64);
        Option<bool> linear = OptionKinds.Switch("--linear", "Walk straight rather than on the great circle.");
        Option<string?> label = ClassChoice.Create();
        Option<string?> output = OptionKinds.Text("--out", "strip.png, or film.gif, film.webp, film.apng or film.mp4, which are films by their names; interpolation.png in the run's folder by default.", "PATH");
        Option<long?> seed = OptionKinds.WholeNumber("--seed", "Decides the latent vectors; that of the run by default.", "N", 0, long.MaxValue);
        Option<bool> best = RunArgument.CreateBest();
        Option<long?> threads = OptionKinds.WholeNumber("--threads", "Threads that compute; all cores by default.", "N", 1, Threads.Most);
        var command = new CommandWithExamples("interpolate", "Walk from one sample of a run to another.")
        {
            run, from, to, seeds, corners, analogy, neighbours, steps, frames, rate, scale, linear, label, output, seed, best, threads,
        };
        command.Notes =
        [
            "The numbers are those of `belamy sample` with the same seed, row by row from 0.",
            "The walk is on the great circle between two latent vectors (White 2016, arXiv:1609.04468): what lies on it is as likely as its ends.",
            "GIF plays everywhere and has 256 colours; WebP and animated PNG play in every browser to the bit, and are still pictures elsewhere; MP4 takes an installed ffmpeg.",
        ];
        command.Examples =
        [
            ("belamy interpolate --from 3 --to 8", "from sample 3 of the latest run to sample 8, as interpolation.png in its folder"),
            ("belamy interpolate digits --seeds 1,2,3,4 --out film.gif", "a film through four samples and back"),
            ("belamy interpolate digits --corners 3,8,11 --steps 7 --out grid.png", "seven rows of seven between three samples"),
            ("belamy interpolate digits --neighbours 5 --out map.png", "25 samples, sorted by how alike they look, and what lies between them"),
            ("belamy interpolate digits --analogy 3,8,11 --out analogy.png", "sample 3 is to 8 as 11 is to the last"),
        ];
        command.SetAction(parsed =>
        {
            string folder = RunArgument.Resolve(parsed.GetValue(run));
            return InterpolateAction.Run(new InterpolateRequest
            {
                Run = folder,
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
                Seeds = Given(parsed.GetValue(seeds)),
                Corners = Given(parsed.GetValue(corners)),
                Analogy = Given(parsed.GetValue(analogy)),
                Neighbours = (int?)parsed.GetValue(neighbours),
                Steps = (int?)parsed.GetValue(steps),
                IsFilm = parsed.GetValue(frames),
                Rate = (int?)parsed.GetValue(rate),
                Scale = (int?)parsed.GetValue(scale),
                Linear = parsed.GetValue(linear),
                Class = parsed.GetValue(label),
                Output = parsed.GetValue(output) ?? RunArgument.Unnamed(folder, "interpolation.png"),
                Seed = parsed.GetValue(seed),
                Best = parsed.GetValue(best),
                Threads = (int?)parsed.GetValue(threads),
            });
        });
        return command;
    }

    // An option that was not given reads as an array of nothing.
    private static long[]? Given(long[]? values) => values is { Length: > 0 } ? values : null;
}
