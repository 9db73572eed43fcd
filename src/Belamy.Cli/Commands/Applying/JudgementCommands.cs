using System.CommandLine;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy judge</c> and <c>belamy classify</c>: their options.</summary>
internal static class JudgementCommands
{
    /// <summary>Creates <c>belamy judge</c>.</summary>
    public static Command CreateJudge() => Create(
        "judge",
        "score",
        "Show files to a run's discriminator: how probably is each real?",
        [
            "The discriminator is the expert of the game: it has learned to tell the run's data from what the generator made, and knows nothing else.",
            "Each picture is brought to the size that the run was trained on. % is the probability, for discriminators that give one; others give a score, the higher the more real.",
            "A sheet of the pictures, with what is said under each, is written into the run's folder.",
        ],
        [("belamy judge digits one.png two.png", "two pictures"), ("belamy judge digits ./mine --out judged.png", "a folder")]);

    /// <summary>Creates <c>belamy classify</c>.</summary>
    public static Command CreateClassify() => Create(
        "classify",
        "classify",
        "Sort files into the classes that a run has learned.",
        [
            "For systems that learn to tell classes, such as sgan from ten labels a class.",
            "A sheet of the pictures, with the class under each, is written into the run's folder.",
        ],
        [("belamy classify digits-sgan ./mine", "a folder of pictures")]);

    private static CommandWithExamples Create(string name, string function, string description, string[] notes, (string, string)[] examples)
    {
        var run = new Argument<string?>("run") { Description = "A run's folder, or its name under runs/.", HelpName = "RUN", Arity = ArgumentArity.ZeroOrOne };
        var inputs = new Argument<string[]>("file") { Description = "Files, or folders of them.", HelpName = "FILE", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> output = OptionKinds.Text("--out", "A PNG file for the sheet.", "FILE");
        Option<bool> best = RunArgument.CreateBest();
        Option<long?> threads = OptionKinds.WholeNumber("--threads", "Threads that compute; all cores by default.", "N", 1, Threads.Most);
        string usage = $"name a run and files, such as `belamy {name} runs/digits picture.png`";
        var command = new CommandWithExamples(name, description) { run, inputs, output, best, threads };
        command.Notes = notes;
        command.Examples = examples;
        command.SetAction(parsed => JudgementAction.Run(new JudgementRequest(
            RunArgument.Resolve(parsed.GetValue(run) ?? throw new BelamyException($"{name}: {usage}")),
            parsed.GetValue(inputs) is { Length: > 0 } files ? files : throw new BelamyException($"{name}: {usage}"),
            function)
        {
            Output = parsed.GetValue(output),
            Best = parsed.GetValue(best),
            Threads = (int?)parsed.GetValue(threads),
        }));
        return command;
    }
}
