using System.CommandLine;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy directions</c>: its options.</summary>
internal static class DirectionsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string?> run = RunArgument.Create();
        Option<long?> count = OptionKinds.WholeNumber("--count", "How many rows: directions, or samples where there is one direction; 6 by default.", "N", 1, 1000);
        Option<string?> towards = OptionKinds.Text("--towards", "Go towards this class of the run's data, as a classifier sees it.", "NAME|NUMBER");
        Option<string?> awayFrom = OptionKinds.Text("--away-from", "The class to go away from; all others by default.", "NAME|NUMBER");
        Option<long?> from = OptionKinds.WholeNumber("--from", "The sample to begin at, by its number; 0 by default.", "N", 0, int.MaxValue - 1000);
        Option<long?> steps = OptionKinds.WholeNumber("--steps", "Pictures in a row; 7 by default.", "N", 2, 100);
        Option<double?> reach = OptionKinds.PositiveNumber("--reach", "How far to go each way, in standard deviations; 3 by default.", "SIGMA", 100);
        Option<long?> scale = OptionKinds.WholeNumber("--scale", "How many times larger to show the pictures; 2 by default.", "N", 1, 64);
        Option<string?> label = ClassChoice.Create();
        Option<string?> output = OptionKinds.Text("--out", "A PNG file; directions.png in the run's folder by default.", "PATH");
        Option<long?> seed = OptionKinds.WholeNumber("--seed", "Decides the latent vectors; that of the run by default.", "N", 0, long.MaxValue);
        Option<bool> best = RunArgument.CreateBest();
        Option<long?> threads = OptionKinds.WholeNumber("--threads", "Threads that compute; all cores by default.", "N", 1, Threads.Most);
        var command = new CommandWithExamples("directions", "Find directions along which samples change in one respect.")
        {
            run, count, towards, awayFrom, from, steps, reach, scale, label, output, seed, best, threads,
        };
        command.Notes =
        [
            "Without classes: the directions that the generator's first layer answers most to (Shen and Zhou 2021, arXiv:2007.06600), a row for each.",
            "With --towards: from the mean latent vector of other samples to that of the class's, as a classifier sorts 5,000 samples; a row for each of --count samples.",
            "The classifier is the one of `belamy evaluate`, trained on the labels of the run's data the first time.",
        ];
        command.Examples =
        [
            ("belamy directions", "six directions of the latest run, as directions.png in its folder"),
            ("belamy directions digits --from 3 --count 10 --reach 2", "ten of them from sample 3, not as far"),
            ("belamy directions digits --towards 7", "six samples on their way to being a 7"),
            ("belamy directions digits --towards 7 --away-from 1 --out sevens.png", "what a 7 has that a 1 lacks"),
        ];
        command.SetAction(parsed =>
        {
            string folder = RunArgument.Resolve(parsed.GetValue(run));
            return DirectionsAction.Run(new DirectionsRequest
            {
                Run = folder,
                Count = (int?)parsed.GetValue(count),
                Towards = parsed.GetValue(towards),
                AwayFrom = parsed.GetValue(awayFrom),
                From = (int)(parsed.GetValue(from) ?? 0),
                Steps = (int)(parsed.GetValue(steps) ?? 7),
                Reach = parsed.GetValue(reach) ?? 3,
                Scale = (int)(parsed.GetValue(scale) ?? 2),
                Class = parsed.GetValue(label),
                Output = parsed.GetValue(output) ?? RunArgument.Unnamed(folder, "directions.png"),
                Seed = parsed.GetValue(seed),
                Best = parsed.GetValue(best),
                Threads = (int?)parsed.GetValue(threads),
            });
        });
        return command;
    }
}
