using System.CommandLine;
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
        RunDiagnosis diagnosis = RunDiagnosis.Of(run.Log);
        if (run.Log.Damage is { } damage)
            Console.Error.WriteLine($"belamy: {damage}");
        string of = run.Description.Steps is { } last ? $" of {Quantity.Count(last)}" : "";
        output.WriteLine($"{run.Path}: {run.Description.Model} on {Path.GetFileName(run.Description.DataSource)}, logged to step {Quantity.Count(diagnosis.Step)}{of}");
        foreach (Complaint complaint in diagnosis.Complaints)
        {
            output.WriteLine(complaint.Sentence);
            output.WriteLine($"  {complaint.Advice}");
        }

        foreach (string sentence in new[] { diagnosis.Verdict, diagnosis.Trend }.OfType<string>())
            output.WriteLine(sentence);
        return ExitCode.Success;
    }
}
