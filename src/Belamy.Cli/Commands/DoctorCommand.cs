using System.CommandLine;
using Belamy.Cli.Output;
using Belamy.Diagnosis;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy doctor</c>: what is the matter with a run, and what to do about it.</summary>
internal static class DoctorCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string?> run = RunArgument.Create();
        var command = new CommandWithExamples("doctor", "Say what is the matter with a run, finished or going on, and what to do about it.") { run };
        command.Notes =
        [
            "It reads run.json and metrics.jsonl alone, and may look at a run while that is being trained.",
            "Samples are compared with the data every 200 steps; what that tells is not known before. A log that is too short to judge is said to be.",
        ];
        command.Examples =
        [
            ("belamy doctor", "the latest run"),
            ("belamy doctor digits", "the run in runs/digits"),
        ];
        command.SetAction(parsed => Examine(RunFolder.Open(RunArgument.Resolve(parsed.GetValue(run))), Console.Out));
        return command;
    }

    private static int Examine(RunFolder run, TextWriter output)
    {
        IReadOnlyList<IReadOnlyDictionary<string, double>> log = run.Log.ReadMetrics();
        var watch = new Watch();
        IReadOnlyList<Finding> found = watch.AddAll(log);
        IReadOnlyList<Finding> logged = run.Log.ReadFindings();
        if (run.Log.Damage is { } damage)
            Console.Error.WriteLine($"belamy: {damage}");
        string of = run.Description.Steps is { } last ? $" of {Quantity.Count(last)}" : "";
        output.WriteLine($"{run.Path}: {run.Description.Model} on {Path.GetFileName(run.Description.DataSource)}, logged to step {Quantity.Count(watch.History.Step)}{of}");
        if (log.Count == 0 && logged.Count == 0)
        {
            output.WriteLine("Its log is empty so far; there is nothing to go by.");
            return ExitCode.Success;
        }

        // Symptoms are looked for anew; what the trainer alone could see is in the log.
        Finding[] events = [.. logged.Where(finding => !Symptom.All.Any(symptom => symptom.Name == finding.Symptom))];
        IReadOnlyList<Finding> present = watch.Present;
        ILookup<bool, FindingKind> kinds = FindingKind.Of(found.Concat(events)).ToLookup(kind => present.Contains(kind.Last));
        foreach (FindingKind kind in kinds[true])
        {
            string before = kind.Count > 1 ? $", {kind.When}" : "";
            Write(output, $"Since step {Quantity.Count(kind.Last.Step)}{before}: {kind.Last.Sentence}", kind.Last);
        }

        foreach (FindingKind kind in kinds[false])
            Write(output, $"{char.ToUpperInvariant(kind.When[0])}{kind.When[1..]}{(events.Contains(kind.Last) ? "" : ", gone since")}: {kind.Last.Sentence}", kind.Last);
        // What ended a run is the matter with it, whatever the lines before say.
        bool isBroken = events.Any(finding => finding.Severity == Severity.Failure && finding.Step >= watch.History.Step);
        string? tooLittle = LogLength.Describe(watch.History);
        if (tooLittle is not null)
            output.WriteLine(tooLittle);
        else if (present.Count == 0 && !isBroken && Trend.IsWorsening(watch.History))
            output.WriteLine("There is no finding, but it is not well either.");
        else if (present.Count == 0 && !isBroken)
            output.WriteLine(events.Length == 0 && found.Count == 0 ? "Nothing is the matter with it." : "Nothing is the matter with it now.");
        output.WriteLine(Trend.Describe(watch.History));
        return ExitCode.Success;
    }

    private static void Write(TextWriter output, string sentence, Finding finding)
    {
        output.WriteLine(sentence);
        output.WriteLine($"  {finding.Advice}");
    }
}
