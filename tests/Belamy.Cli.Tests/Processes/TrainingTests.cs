using System.Text.Json;

namespace Belamy.Cli.Tests.Processes;

public sealed class TrainingTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    private const string LastCheckpoint = "runs/tiny/checkpoints/step-000060.safetensors";

    [Fact]
    public void Train_leaves_a_run_that_explains_itself()
    {
        using JsonDocument description = JsonDocument.Parse(File.ReadAllText(Path.Combine(trained.Run, "run.json")));
        Assert.Equal("mlp", description.RootElement.GetProperty("model").GetString());
        Assert.Equal("digits", description.RootElement.GetProperty("data").GetProperty("source").GetString());
        Assert.Equal(TrainedRun.Steps, description.RootElement.GetProperty("steps").GetInt64());
        Assert.True(File.Exists(Path.Combine(trained.Run, "samples/step-000030.png")));
        Assert.Equal([10, 20, 30], Steps(trained.Run));
        Assert.Equal(
            ["step-000010.safetensors", "step-000020.safetensors", "step-000030.safetensors"],
            Directory.EnumerateFiles(Path.Combine(trained.Run, "checkpoints")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Train_redirected_prints_plain_lines_and_what_to_type_next()
    {
        string output = trained.Outcome.Output;
        Assert.DoesNotContain('\u001b', output);
        Assert.Contains("step 30/30  100 %", output, StringComparison.Ordinal);
        Assert.Contains("discriminator loss", output, StringComparison.Ordinal);
        Assert.Contains("runs/tiny/samples/step-000030.png", output, StringComparison.Ordinal);
        Assert.Contains("belamy sample runs/tiny", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_without_a_name_counts_up()
    {
        using var folder = new TemporaryFolder();
        string[] line = ["train", "digits", .. TrainedRun.Tiny, "--steps", "1"];
        Assert.Contains("runs/digits-mlp\n", BelamyProcess.Run(folder.Path, line).Output, StringComparison.Ordinal);
        Assert.Contains("runs/digits-mlp-2\n", BelamyProcess.Run(folder.Path, line).Output, StringComparison.Ordinal);
        string runs = BelamyProcess.Run(folder.Path, "runs").Output;
        Assert.Equal(3, runs.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("1 of 1", runs, StringComparison.Ordinal);
        Assert.Contains("finished", runs, StringComparison.Ordinal);
        Assert.Contains("not measured", runs, StringComparison.Ordinal);
        Assert.Contains("runs/digits-mlp: has its 1 step; ", BelamyProcess.Run(folder.Path, "train", "--resume", "digits-mlp").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_begun_twice_at_once_without_a_name_counts_up()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["runs/digits-mlp"]);
        string[] line = ["train", "digits", .. TrainedRun.Tiny, "--steps", "1"];
        using BelamyProcess one = BelamyProcess.Start(folder.Path, line), other = BelamyProcess.Start(folder.Path, line);
        Assert.Equal((ExitCode.Success, ExitCode.Success), (one.Wait().Code, other.Wait().Code));
        Assert.Equal(["digits-mlp", "digits-mlp-2", "digits-mlp-3"], Directory.EnumerateDirectories(folder["runs"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Train_for_a_time_ends_by_itself_and_asks_how_long_to_go_on()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, ["train", "digits", .. TrainedRun.Tiny, "--time", "300ms", "--out", "run"]).Code);
        BelamyProcess.Outcome resumed = BelamyProcess.Run(folder.Path, "train", "--resume", "run");
        Assert.Equal(ExitCode.Failure, resumed.Code);
        Assert.Contains("--time", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "--resume", "run", "--time", "200ms").Code);
    }

    [Fact]
    public void Resume_to_more_steps_gives_the_bytes_of_a_run_that_was_never_stopped()
    {
        using TemporaryFolder continued = trained.Copy();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(continued.Path, "train", "--resume", "tiny", "--steps", "60");
        Assert.Equal(ExitCode.Success, outcome.Code);
        using var whole = new TemporaryFolder();
        BelamyProcess.Run(whole.Path, ["train", "digits", .. TrainedRun.Tiny, "--steps", "60", "--out", "runs/tiny"]);
        Assert.Equal(File.ReadAllBytes(whole[LastCheckpoint]), File.ReadAllBytes(continued[LastCheckpoint]));
        Assert.Equal(Steps(whole["runs/tiny"]), Steps(continued["runs/tiny"]));
    }

    [Fact]
    public void Train_with_more_threads_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Run(folder.Path, ["train", "digits", .. TrainedRun.Tiny, "--steps", $"{TrainedRun.Steps}", "--threads", "3", "--out", "run"]);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(trained.Run, "checkpoints/step-000030.safetensors")),
            File.ReadAllBytes(folder["run/checkpoints/step-000030.safetensors"]));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void Interrupt_saves_and_says_how_to_go_on(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using var folder = new TemporaryFolder();
        using BelamyProcess process = BelamyProcess.Start(folder.Path, ["train", "digits", .. TrainedRun.Tiny, "--steps", "1000000", "--checkpoint-every", "1", "--out", "run"]);
        string checkpoints = folder["run/checkpoints"];
        Assert.True(SpinWait.SpinUntil(() => process.HasExited || (Directory.Exists(checkpoints) && Directory.EnumerateFiles(checkpoints).Any()), TimeSpan.FromMinutes(1)));
        process.Signal(signal);
        BelamyProcess.Outcome outcome = process.Wait();
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Interrupted, outcome.Code);
        Assert.Contains("belamy train --resume run", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "sample", "run").Code);
    }

    [Fact]
    public void Hang_up_behind_nohup_changes_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using var folder = new TemporaryFolder();
        string tiny = string.Join(' ', TrainedRun.Tiny);
        BelamyProcess.Outcome outcome = BelamyProcess.RunInShell(
            folder.Path,
            $"nohup $BELAMY train digits {tiny} --time 2s --checkpoint-every 1 --out run > log 2>&1 & p=$!; until [ -d run/checkpoints ]; do sleep 0.05; done; kill -HUP $p; wait $p");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("Trained to step", File.ReadAllText(folder["log"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("> /dev/full")]
    [InlineData(">&-")]
    public void Output_that_nobody_takes_ends_no_training(string redirection)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no device that is always full.");
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.RunInShell(folder.Path, $"$BELAMY train digits {string.Join(' ', TrainedRun.Tiny)} --steps 20 --out run {redirection}");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Matches("^belamy: standard output: .*; the training went on without it, and everything is saved\n$", outcome.Error);
        Assert.True(File.Exists(folder["run/checkpoints/step-000020.safetensors"]));
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("2> /dev/full")]
    [InlineData(">&- 2>&-")]
    public void Error_that_nobody_takes_still_gives_the_exit_code(string redirection)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no device that is always full.");
        Assert.Equal(ExitCode.Failure, BelamyProcess.RunInShell(trained.Home, $"$BELAMY train nosuch {redirection}").Code);
    }

    [Fact]
    public void Run_is_trained_by_one_process_and_read_by_others_until_it_is_killed()
    {
        using var folder = new TemporaryFolder();
        string[] line = ["train", "digits", .. TrainedRun.Tiny, "--time", "2m", "--checkpoint-every", "5", "--out", "run"];
        using BelamyProcess first = BelamyProcess.Start(folder.Path, line), second = BelamyProcess.Start(folder.Path, line);
        Assert.True(SpinWait.SpinUntil(() => first.HasExited || second.HasExited, TimeSpan.FromMinutes(1)));
        (BelamyProcess winner, BelamyProcess loser) = first.HasExited ? (second, first) : (first, second);
        BelamyProcess.Outcome lost = loser.Wait();
        Assert.Equal(ExitCode.Failure, lost.Code);
        Assert.Contains("run: holds a run already", Assert.Single(lost.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.True(SpinWait.SpinUntil(() => winner.HasExited || Directory.Exists(folder["run/checkpoints"]), TimeSpan.FromMinutes(1)));

        BelamyProcess.Outcome refused = BelamyProcess.Run(folder.Path, "train", "--resume", "run", "--time", "1s");
        Assert.Equal(ExitCode.Failure, refused.Code);
        Assert.Matches($@"^belamy: run: is being trained by process {winner.Id} since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC; wait for its end, or stop it first\n$", refused.Error);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "sample", "run", "--count", "4").Code);
        Assert.False(winner.HasExited);
        winner.Kill();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "--resume", "run", "--time", "100ms").Code);
        Assert.Equal(["checkpoints", "losses.png", "metrics.jsonl", "run.json", "run.lock", "samples.png"], Directory.GetFileSystemEntries(folder["run"]).Select(Path.GetFileName).Where(name => name != "samples").Order());
    }

    [Fact]
    public void Second_interrupt_ends_at_once_and_leaves_a_run_that_can_be_resumed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using var folder = new TemporaryFolder();
        using BelamyProcess process = BelamyProcess.Start(folder.Path, ["train", "digits", .. TrainedRun.Tiny, "--steps", "1000000", "--checkpoint-every", "5", "--out", "run"]);
        string checkpoints = folder["run/checkpoints"];
        Assert.True(SpinWait.SpinUntil(() => process.HasExited || (Directory.Exists(checkpoints) && Directory.EnumerateFiles(checkpoints, "*.safetensors").Any()), TimeSpan.FromMinutes(1)));
        process.Signal("INT");
        process.Signal("INT");
        Assert.NotEqual(ExitCode.Success, process.Wait().Code);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "--resume", "run", "--time", "100ms").Code);
    }

    [Fact]
    public void Dry_run_prints_recipe_networks_memory_and_disk_and_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "train", "digits", "--dry-run", "--set", "batch=32");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Matches(@"batch +32 ", outcome.Output);
        Assert.Contains("[32, 14, 14]", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("355,441", outcome.Output, StringComparison.Ordinal);
        Assert.Matches(@"memory +\d", outcome.Output);
        Assert.Matches(@"disk +\d", outcome.Output);
        Assert.Matches(@"time +(about \d+:\d\d, by \d+ steps? just tried|one step alone)", outcome.Output);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void Dry_run_of_a_long_recipe_says_that_a_first_look_is_shorter()
    {
        using var folder = new TemporaryFolder();
        string output = BelamyProcess.Run(folder.Path, "train", "ring8", "--model", "wgan-gp", "--dry-run").Output;
        Assert.Matches("^900 steps of the 100,000 that wgan-gp is made for", output);
        Assert.Matches(@"length +900 steps", output);
        Assert.Matches(@"length +7 steps", BelamyProcess.Run(folder.Path, "train", "ring8", "--model", "wgan-gp", "--dry-run", "--steps", "7").Output);
    }

    [Fact]
    public void Sample_of_one_picture_has_no_border_and_can_be_seen()
    {
        using TemporaryFolder copy = trained.Copy();
        BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "1", "--out", "one.png");
        BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "1", "--scale", "3", "--out", "three.png");
        BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "4", "--scale", "1", "--out", "four.png");
        Assert.Equal(28 * 16, Belamy.Imaging.Image.Load(copy["one.png"]).Width);
        Assert.Equal(28 * 3, Belamy.Imaging.Image.Load(copy["three.png"]).Width);
        Assert.Equal((2 * 28) + (3 * 2), Belamy.Imaging.Image.Load(copy["four.png"]).Width);
    }

    [Fact]
    public void Sample_writes_what_the_name_asks_for()
    {
        using TemporaryFolder copy = trained.Copy();
        foreach ((string name, int length) in new[] { ("a.npy", 128 + 70 * 784), ("a.idx", 16 + 70 * 784) })
        {
            Assert.Equal(ExitCode.Success, BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "70", "--out", name).Code);
            Assert.Equal(length, new FileInfo(copy[name]).Length);
        }

        Assert.Equal(File.ReadAllBytes(copy["a.npy"])[128..], File.ReadAllBytes(copy["a.idx"])[16..]);
        BelamyProcess.Run(copy.Path, "sample", "--count", "7", "--out", "pictures/");
        Assert.Equal(7, Directory.EnumerateFiles(copy["pictures"]).Count());
    }

    [Fact]
    public void Sample_depends_on_seed_and_index_alone()
    {
        using TemporaryFolder copy = trained.Copy();
        BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "5", "--out", "five.idx");
        BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "90", "--out", "ninety.idx");
        BelamyProcess.Run(copy.Path, "sample", "tiny", "--count", "5", "--seed", "8", "--out", "other.idx");
        byte[] five = File.ReadAllBytes(copy["five.idx"])[16..];
        Assert.Equal(five, File.ReadAllBytes(copy["ninety.idx"])[16..(16 + five.Length)]);
        Assert.NotEqual(five, File.ReadAllBytes(copy["other.idx"])[16..]);
    }

    private static long[] Steps(string run) =>
        [.. File.ReadLines(Path.Combine(run, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt64())];

    [Theory]
    [InlineData("digits", "dcgan")]
    [InlineData("ring8", "gan")]
    [InlineData("tones", "wavegan")]
    [InlineData("melodies", "midinet")]
    [InlineData("moving-shapes", "vgan")]
    [InlineData("solids", "gan-3d")]
    [InlineData("survey", "ctgan")]
    [InlineData("expressions", "gumbel-gan")]
    [InlineData("digit-edges", "pix2pix")]
    [InlineData("digit-negatives", "cyclegan")]
    [InlineData("digit-turns", "triangle-gan")]
    [InlineData("bars4", "triangle-gan")]
    [InlineData("digit-colours", "dtn")]
    public void Data_set_with_no_further_word_takes_a_model_made_for_such_data(string data, string model)
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "train", data, "--batch", "10", "--set", "width=2", "--steps", "1", "--dry-run");
        Assert.Equal("", outcome.Error);
        Assert.Matches($@"(?m)^model +{model}$", outcome.Output);
    }
}
