using System.Diagnostics;
using System.Globalization;

namespace Belamy.Cli.Tests.Processes;

public sealed class KillTests
{
    private const int Kills = 20;
    private const int Steps = 3000;
    private const string LastCheckpoint = "run/checkpoints/step-003000.safetensors";
    private static readonly string[] Line = ["train", "digits", .. TrainedRun.Tiny, "--steps", $"{Steps}", "--out", "run", "--checkpoint-every", "5"];

    [Fact]
    public void Killed_at_twenty_instants_and_resumed_ends_in_the_bytes_of_an_undisturbed_run()
    {
        using var undisturbed = new TemporaryFolder();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(undisturbed.Path, Line).Code);

        using var killed = new TemporaryFolder();
        var random = new Random(20);
        int whileWriting = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using BelamyProcess process = Go(killed);
            // Every fourth instant falls while the process starts, every other of the rest while a checkpoint is written.
            if (kill % 4 == 3)
                Thread.Sleep(random.Next(400));
            else
                whileWriting += WaitFor(process, killed, writing: kill % 2 == 0, random) ? 1 : 0;
            Assert.False(process.HasExited, $"The run ended before kill {kill + 1}.");
            process.Kill();
        }

        Assert.True(whileWriting > 0, "No kill fell while a checkpoint was written.");
        using (BelamyProcess last = Go(killed))
        {
            BelamyProcess.Outcome outcome = last.Wait();
            Assert.Equal("", outcome.Error);
            Assert.Equal(ExitCode.Success, outcome.Code);
        }

        Assert.Equal(File.ReadAllBytes(undisturbed[LastCheckpoint]), File.ReadAllBytes(killed[LastCheckpoint]));
        Assert.Equal(undisturbed.Files, killed.Files);
        Assert.Equal(LogOf(undisturbed), LogOf(killed));
    }

    [Fact]
    public void Killed_while_it_measures_and_resumed_ends_in_the_bytes_of_an_undisturbed_run()
    {
        // A measurement at each line of the log: the line is written, then the generator is measured, then its measure is written.
        string[] line =
            ["train", "digits", .. TrainedRun.Tiny, "--steps", "40", "--out", "run", "--checkpoint-every", "5", "--metrics", "swd", "--measure-every", "10", "--features", "pixels"];
        using var undisturbed = new TemporaryFolder();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(undisturbed.Path, line).Code);

        using var killed = new TemporaryFolder();
        int whileMeasuring = 0;
        foreach (long step in new long[] { 10, 20, 30, 40 })
        {
            using BelamyProcess process = Go(killed, line);
            var patience = Stopwatch.StartNew();
            while (!IsMeasuring(killed, step) && patience.Elapsed < TimeSpan.FromMinutes(1))
            {
                Assert.False(process.HasExited, $"The run ended before it was killed at step {step}.");
                Thread.Sleep(5);
            }

            process.Kill();
            whileMeasuring += IsMeasuring(killed, step) ? 1 : 0;
        }

        Assert.True(whileMeasuring > 0, "No kill fell into a measurement.");
        using (BelamyProcess last = Go(killed, line))
        {
            BelamyProcess.Outcome outcome = last.Wait();
            Assert.Equal("", outcome.Error);
            Assert.Equal(ExitCode.Success, outcome.Code);
        }

        foreach (string file in new[] { "run/checkpoints/step-000040.safetensors", "run/checkpoints/best.safetensors" })
            Assert.Equal(File.ReadAllBytes(undisturbed[file]), File.ReadAllBytes(killed[file]));
        Assert.Equal(undisturbed.Files, killed.Files);
        Assert.Equal(4, LogOf(undisturbed).Count(entry => entry.Contains("\"metric\"", StringComparison.Ordinal)));
        Assert.Equal(LogOf(undisturbed), LogOf(killed));
    }

    private static BelamyProcess Go(TemporaryFolder folder, string[]? line = null) => File.Exists(folder["run/run.json"])
        ? BelamyProcess.Start(folder.Path, "train", "--resume", "run", "--checkpoint-every", "5")
        : BelamyProcess.Start(folder.Path, line ?? Line);

    /// <summary>Waits for a checkpoint of this process and a little longer, or for one that is being written; true for the latter.</summary>
    private static bool WaitFor(BelamyProcess process, TemporaryFolder folder, bool writing, Random random)
    {
        string checkpoints = folder["run/checkpoints"];
        string before = Newest(checkpoints);
        var patience = Stopwatch.StartNew();
        while (!process.HasExited && patience.Elapsed < TimeSpan.FromMinutes(1))
        {
            if (Newest(checkpoints) == before)
                continue;
            if (!writing)
            {
                Thread.Sleep(random.Next(8));
                return false;
            }

            if (Directory.EnumerateFiles(checkpoints, "*.tmp").Any())
                return true;
        }

        return false;
    }

    /// <summary>Whether the log has the line of a step, or of a later one, and not its measure.</summary>
    private static bool IsMeasuring(TemporaryFolder folder, long step)
    {
        if (!File.Exists(folder["run/metrics.jsonl"]))
            return false;
        // Without a lock, which would keep the run from writing.
        using var file = new FileStream(folder["run/metrics.jsonl"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        string[] lines = reader.ReadToEnd().Split('\n')[..^1];
        long logged = Last("\"generator-loss\""), measured = Last("\"metric\"");
        return logged >= step && measured < logged;

        long Last(string key) => lines.LastOrDefault(line => line.Contains(key, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.Split(':', ',')[1], CultureInfo.InvariantCulture)
            : 0;
    }

    private static string Newest(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.safetensors").Max(StringComparer.Ordinal) ?? "" : "";

    // All but the time, which findings do not have.
    private static string[] LogOf(TemporaryFolder folder) =>
        [.. File.ReadLines(folder["run/metrics.jsonl"]).Select(line => line.Split(",\"seconds\"")[0])];
}
