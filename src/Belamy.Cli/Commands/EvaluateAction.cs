using System.Text;
using System.Text.Json;
using Belamy.Cli.Terminal;
using Belamy.Data;
using Belamy.Metrics;
using Belamy.Training;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy evaluate</c> does: has a classifier of the run's data judge its samples, and prints the verdict.</summary>
internal static class EvaluateAction
{
    private const int WidestBar = 40;

    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string run, int count, long? seed, int? threads, bool json)
    {
        Threads.Use(threads);
        using var interruption = new Interruption();
        using TrainedGenerator trained = Gan.Open(run, warning => Console.Error.WriteLine($"belamy: {warning}"));
        // What goes on is said on standard error, so that standard output holds the result alone.
        var status = new StatusLine(Console.Error);
        DigitReport report;
        try
        {
            report = Judge(trained, count, seed, status, interruption.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("stopped; nothing was written", e);
        }
        finally
        {
            status.Clear();
        }

        if (json)
            Console.Out.WriteLine(ToJson(run, trained.State.Step, report));
        else
            Print(run, trained.State.Step, report, Console.Out);
        return ExitCode.Success;
    }

    private static DigitReport Judge(TrainedGenerator trained, int count, long? seed, StatusLine status, CancellationToken cancellation)
    {
        RunDescription description = trained.Folder.Description;
        status.Show($"reading {description.DataSource}");
        Dataset data = Datasets.Open(description.DataSource, new DataOptions
        {
            Location = description.DataLocation,
            Size = description.DataSize,
            CancellationToken = cancellation,
        });
        using ImageClassifier classifier = ImageClassifier.Obtain(
            data,
            progress => status.Show(progress.Stage == TrainingStage.Training ? $"training the classifier, once: step {progress.Step} of {progress.Steps}" : "preparing the classifier"),
            cancellationToken: cancellation);
        return DigitReport.Create(
            classifier, trained.Generator, count, seed, done => status.Show($"judging samples: {Quantity.Count(done)} of {Quantity.Count(count)}"), cancellation);
    }

    private static void Print(string run, long step, DigitReport report, TextWriter output)
    {
        output.WriteLine(
            $"{run} at step {Quantity.Count(step)}: {Quantity.PrecisePercent(report.Recognized)} of {Quantity.Count(report.Count)} samples recognized"
            + $" with confidence {DigitReport.Confidence} or more");
        output.WriteLine();
        double largest = report.ClassShares.Max();
        List<string[]> rows = [];
        for (int i = 0; i < report.ClassShares.Count; i++)
        {
            double share = report.ClassShares[i];
            rows.Add([report.ClassNames[i], Quantity.PrecisePercent(share).PadLeft(6), Bar(share / largest)]);
        }

        AlignedColumns.Write(output, rows, "  ");
        output.WriteLine();
        output.WriteLine($"The classifier is right on {Quantity.PrecisePercent(report.ClassifierAccuracy)} of real images that it was not trained on.");
    }

    private static string Bar(double share)
    {
        const string eighths = "▏▎▍▌▋▊▉";
        int units = (int)Math.Round(share * WidestBar * 8);
        return new string('█', units / 8) + (units % 8 > 0 ? eighths[(units % 8) - 1] : "");
    }

    private static string ToJson(string run, long step, DigitReport report)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("run", run);
            writer.WriteNumber("step", step);
            writer.WriteNumber("count", report.Count);
            writer.WriteNumber("recognized", Math.Round(report.Recognized, 6));
            writer.WriteNumber("mean_confidence", Math.Round(report.MeanConfidence, 6));
            writer.WriteStartObject("classes");
            for (int i = 0; i < report.ClassShares.Count; i++)
                writer.WriteNumber(report.ClassNames[i], Math.Round(report.ClassShares[i], 6));
            writer.WriteEndObject();
            writer.WriteNumber("classifier_accuracy", Math.Round(report.ClassifierAccuracy, 6));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
