using System.CommandLine;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy reproduce</c>: its options.</summary>
internal static class ReproduceCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var name = new Argument<string?>("model") { Description = "The model; `belamy models` lists them.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> all = OptionKinds.Switch("--all", "Every model whose verdict is missing or out of date.");
        Option<bool> quick = OptionKinds.Switch("--quick", "Every step of the check in seconds; too short to be judged.");
        Option<bool> full = OptionKinds.Switch("--full", "The published protocol, where a processor can carry it; may take hours.");
        Option<long?> seed = OptionKinds.WholeNumber("--seed", "The first seed; 1 by default.", "N", 0, long.MaxValue);
        Option<string?> output = OptionKinds.Text("--out", "The folder that receives verdicts and pictures; docs by default.", "FOLDER");
        Option<string?> location = OptionKinds.Text("--location", "Where the files of mnist or fashion lie.", "PATH");
        Option<bool> json = OptionKinds.Switch("--json", "Print the verdict as JSON.");
        Option<long?> threads = OptionKinds.WholeNumber("--threads", "Threads that compute; all cores by default.", "N", 1, Threads.Most);
        var command = new CommandWithExamples("reproduce", "Train a model by its check and measure it against its paper.")
        {
            name, all, quick, full, seed, output, location, json, threads,
        };
        command.Notes =
        [
            "Without --quick or --full a check takes at most five minutes on two cores; its table says what was scaled down.",
            "Verdicts are appended to reproductions.jsonl, and reproductions.md shows them with a picture of each model. --all skips",
            "  what has not changed since its last verdict, so it can be interrupted and called again.",
        ];
        command.Examples =
        [
            ("belamy reproduce wgan-gp", "the paper's figures beside ours"),
            ("belamy reproduce --all", "every model whose verdict is out of date"),
            ("belamy reproduce pacgan --quick", "see in seconds that every step of the check works"),
        ];
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(quick) && parsed.GetValue(full))
                throw new BelamyException("--quick and --full: choose one of them");
            bool every = parsed.GetValue(all);
            string? model = parsed.GetValue(name);
            if (every == model is not null)
                throw new BelamyException("reproduce: name a model, such as `belamy reproduce wgan-gp`, or give --all");
            return ReproduceAction.Run(new ReproduceArguments(
                model,
                parsed.GetValue(quick) ? Reproduction.Protocol.Quick : parsed.GetValue(full) ? Reproduction.Protocol.Full : Reproduction.Protocol.Scaled,
                parsed.GetValue(seed) ?? 1,
                parsed.GetValue(output) ?? "docs",
                parsed.GetValue(location),
                parsed.GetValue(json),
                (int?)parsed.GetValue(threads)));
        });
        return command;
    }
}
