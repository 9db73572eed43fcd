using System.Text.Json;

namespace Belamy.Cli.Tests.Processes;

public sealed class SweepTests
{
    private static readonly string[] Common = ["--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4", "--metrics", "swd", "--features", "pixels"];

    private static readonly string[] Line = ["sweep", "digits", .. Common, "--vary", "learning-rate=1e-4,1e-3,1e-2", "--steps", "40", "--out", "runs/rates"];

    [Fact]
    public void The_better_half_goes_on_and_what_stays_to_the_end_is_what_train_alone_makes()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, Line);
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Success, outcome.Code);
        (string Run, string Settings, double[] Values)[] runs = Read(folder["runs/rates/sweep.json"]);
        Assert.Equal(["learning-rate=1e-4", "learning-rate=1e-3", "learning-rate=1e-2"], runs.Select(run => run.Settings));
        Assert.Equal([1, 2, 2], runs.Select(run => run.Values.Length).Order());
        // The one that was left behind was the worst.
        Assert.Equal(runs.Max(run => run.Values[0]), runs.Single(run => run.Values.Length == 1).Values[0]);
        (string best, string settings, _) = runs.Where(run => run.Values.Length == 2).MinBy(run => run.Values[1]);
        Assert.Contains($"1  {best}", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(best), File.ReadAllText(folder["runs/rates/sweep.html"]), StringComparison.Ordinal);

        // 3 runs, then 2: the first round ends at 16 steps of 40.
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, ["train", "digits", .. Common, "--set", settings, "--steps", "40", "--out", "runs/alone"]).Code);
        Assert.Equal(Losses(folder["runs/alone"], 40), Losses(folder[best], 40));
        Assert.Equal([0.4, 1], [(double)Steps(folder[runs.Single(run => run.Values.Length == 1).Run]) / 40, Steps(folder[best]) / 40]);

        // The same again has nothing left to do; another metric is another sweep.
        DateTime before = File.GetLastWriteTimeUtc(Path.Combine(folder[best], "metrics.jsonl"));
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, Line).Code);
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(folder[best], "metrics.jsonl")));
        outcome = BelamyProcess.Run(folder.Path, [.. Line, "--seed", "5"]);
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Equal("belamy: --out runs/rates: holds a sweep of something else; choose another folder, or type what it was begun with", outcome.Error.Trim());
    }

    [Fact]
    public void Killed_at_several_instants_and_typed_again_it_ends_as_an_undisturbed_one()
    {
        using var undisturbed = new TemporaryFolder();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(undisturbed.Path, Line).Code);
        using var killed = new TemporaryFolder();
        for (int kill = 1; kill <= 3; kill++)
        {
            using BelamyProcess process = BelamyProcess.Start(killed.Path, Line);
            for (int waited = 0; !Directory.Exists(killed[$"runs/rates-run-{kill}"]) && waited < 60_000 && !process.HasExited; waited += 5)
                Thread.Sleep(5);
            if (!process.HasExited)
                process.Kill();
        }

        Assert.Equal(ExitCode.Success, BelamyProcess.Run(killed.Path, Line).Code);
        Assert.Equal(File.ReadAllText(undisturbed["runs/rates/sweep.json"]), File.ReadAllText(killed["runs/rates/sweep.json"]));
    }

    private static (string Run, string Settings, double[] Values)[] Read(string file)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        return
        [
            .. json.RootElement.GetProperty("runs").EnumerateArray().Select(run => (
                run.GetProperty("run").GetString()!, run.GetProperty("settings").GetString()!,
                run.GetProperty("rounds").EnumerateArray().Select(round => round.GetProperty("value").GetDouble()).ToArray())),
        ];
    }

    private static double[] Losses(string run, long step)
    {
        foreach (string line in File.ReadLines(Path.Combine(run, "metrics.jsonl")))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("generator-loss", out JsonElement loss) && json.RootElement.GetProperty("step").GetInt64() == step)
                return [loss.GetDouble(), json.RootElement.GetProperty("discriminator-loss").GetDouble()];
        }

        throw new InvalidOperationException($"{run} has no line of step {step}.");
    }

    private static long Steps(string run) => Directory.GetFiles(Path.Combine(run, "checkpoints"), "step-*.safetensors").Max(file => long.Parse(Path.GetFileNameWithoutExtension(file)[5..], System.Globalization.CultureInfo.InvariantCulture));
}
