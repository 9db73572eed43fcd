using System.CommandLine;
using Belamy.Latent;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy project</c>: its options.</summary>
internal static class ProjectCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var image = new Argument<string?>("image")
        {
            Description = "The picture: JPEG, PNG, WebP, GIF, BMP or TIFF.",
            HelpName = "IMAGE",
            // Optional to the parser alone, whose own message does not say what to type.
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> run = OptionKinds.Text("--run", "A run's folder or its name under runs/; the latest by default.", "RUN");
        Option<string?> output = OptionKinds.Text("--out", "A PNG file; projection.png in the run's folder by default.", "PATH");
        Option<long?> steps = OptionKinds.WholeNumber("--steps", "Moves of each search; 400 by default.", "N", 1, 1_000_000);
        Option<long?> restarts = OptionKinds.WholeNumber("--restarts", "Searches, of which the best is kept; 16 by default.", "N", 1, 1024);
        Option<long?> scale = OptionKinds.WholeNumber("--scale", "How many times larger to show the pictures; 4 by default.", "N", 1, 64);
        Option<string?> label = ClassChoice.Create();
        Option<LatentSpace?> space = OptionKinds.Choice<LatentSpace>("--space", "Where to search: w, styles of a style-based generator, the default where there are any, or z, latent vectors.");
        Option<long?> seed = OptionKinds.WholeNumber("--seed", "Decides where the searches begin; that of the run by default.", "N", 0, long.MaxValue);
        Option<bool> best = RunArgument.CreateBest();
        Option<long?> threads = OptionKinds.WholeNumber("--threads", "Threads that compute; all cores by default.", "N", 1, Threads.Most);
        var command = new CommandWithExamples("project", "Find the sample of a run that comes nearest to a picture.")
        {
            image, run, output, steps, restarts, scale, label, space, seed, best, threads,
        };
        command.Notes =
        [
            "The search is a descent on the latent vector through the generator, from the nearest of 1,024 samples (Zhu et al. 2016, arXiv:1609.03552).",
            "Of a style-based generator, such as stylegan2's, it is the style w that is searched for: it makes pictures that no latent vector leads to (Karras et al. 2019, arXiv:1912.04958, section 5).",
            "The picture is brought to the run's size as a folder's data are: its middle square, resized. The output shows it beside what was found.",
            "What the generator cannot make, it cannot come near to: a large error says that the picture is outside of what the run has learned.",
        ];
        command.Examples =
        [
            ("belamy project mine.png", "with the latest run, as projection.png in its folder"),
            ("belamy project mine.png --run digits --out pair.png --restarts 64", "a wider search"),
            ("belamy project mine.png --run faces --space z", "the latent vector of a generator that has styles"),
        ];
        command.SetAction(parsed =>
        {
            string picture = parsed.GetValue(image) ?? throw new BelamyException("project: name a picture, a PNG file, such as `belamy project mine.png`");
            string folder = RunArgument.Resolve(parsed.GetValue(run));
            return ProjectAction.Run(new ProjectRequest
            {
                Image = picture,
                Run = folder,
                Output = parsed.GetValue(output) ?? RunArgument.Unnamed(folder, "projection.png"),
                Steps = (int)(parsed.GetValue(steps) ?? 400),
                Restarts = (int)(parsed.GetValue(restarts) ?? 16),
                Scale = (int)(parsed.GetValue(scale) ?? 4),
                Class = parsed.GetValue(label),
                Space = parsed.GetValue(space),
                Seed = parsed.GetValue(seed),
                Best = parsed.GetValue(best),
                Threads = (int?)parsed.GetValue(threads),
            });
        });
        return command;
    }
}
