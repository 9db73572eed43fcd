using Belamy.Imaging;

namespace Belamy.Cli.Tests.Processes;

public sealed class BadInputTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    /// <summary>What is typed, and what the one line that answers must name.</summary>
    public static TheoryData<string, string> Lines { get; } = new()
    {
        { "trian digits", "did you mean train?" },
        { "--verson", "did you mean --version?" },
        { "train digits --bacth 4", "did you mean --batch?" },
        { "train --bacth=4 digits", "--bacth" },
        { "train digits --batch 0", "--batch 0: give a whole number from 1" },
        { "train digits --batch -4", "--batch -4" },
        { "train digits --batch four", "--batch four" },
        { "train digits --batch 99999999999999999999", "--batch 99999999999999999999" },
        { "train digits --batch", "--batch" },
        { "train digits --batch 4 --batch 5", "--batch" },
        { "train digits --steps 0", "--steps 0" },
        { "train digits --steps -5", "--steps -5" },
        { "train digits --steps 1.5", "--steps 1.5" },
        { "train digits --model vae --set penalty=r1", "penalty=r1: has no place in vae; leave it out" },
        { "train digits --set replay=10000000", "what fits: replay=" },
        { "train digits --set width=100000", "width=100000: must be at least 1 and at most 65536" },
        { "train digits --set unrolling=1000 --dry-run", "unrolling=1000: must be at least 0 and at most 100" },
        { "train digits --lr 1e-4", "--set learning-rate=" },
        { "train digits --learning_rate=1e-4", "--set learning-rate=" },
        { "train digits --epochs 5", "--steps N" },
        { "train digits --batch-size 5", "write --batch N" },
        { "sample tiny -n 5", "write --count N" },
        { "models wgan-pg", "did you mean wgan-gp?" },
        { "train digits --model naive-bayes --set learning-rate=1", "learning-rate=1: has no place in naive-bayes" },
        { "train digits --model vae --set discriminator.learning-rate=1", "discriminator.learning-rate=1: has no place in vae" },
        { "train digits --time 60", "--time 60: write a number and a unit" },
        { "train digits --time -5s", "--time -5s" },
        { "train digits --time soon", "--time soon" },
        { "train digits --steps 5 --time 5s", "--steps and --time" },
        { "train digits --threads 0", "--threads 0" },
        { "train digits --seed -1", "--seed -1" },
        { "train digits --size 0", "--size 0" },
        { "train digits --size 64", "--size 64" },
        { "train ./runs --location somewhere", "--location somewhere" },
        { "train mnist --location runs", "runs" },
        { "train digits --checkpoint-every 0", "--checkpoint-every 0" },
        { "train digits fashion", "fashion" },
        { "train digits batch=8", "settings follow --set: --set batch=8" },
        { "train digist", "did you mean digits?" },
        { "train ./no-such-folder", "no-such-folder" },
        { "train digits --model dcgn", "did you mean dcgan?" },
        { "train digits --model nonsense", "nonsense" },
        { "train digits --set", "--set" },
        { "train digits --set batch", "--set batch: write name=value" },
        { "train digits --set batch=0", "batch=0" },
        { "train digits --set batsh=8", "did you mean batch?" },
        { "train digits --set learning-rate=fast", "learning-rate=fast" },
        { "train digits --model cgan --set packing=2", "packing=2: cgan's discriminator is told the class of one item" },
        { "train digits --set objective=hinged", "objective=hinged" },
        { "train --resume no-such-run", "no-such-run" },
        { "sweep digits --model mlp --vary learning-rat=1,2 --steps 6", "--vary learning-rat: no such setting; did you mean learning-rate?" },
        { "sweep digits --model mlp --vary learning-rate=1e-4,fast --steps 6", "--vary generator.learning-rate=fast: must be a number" },
        { "sweep digits --vary learning-rate=1e-4 --steps 6", "gives a single run" },
        { "sweep digits --vary learning-rate=1e-4,1e-4 --steps 6", "has a value twice" },
        { "sweep digits --vary learning-rate= --steps 6", "write name=value,value" },
        { "sweep digits --vary batch=8,16 batch=4,2 --steps 6", "batch is varied already" },
        { "sweep digits --vary batch=8,16", "say how long" },
        { "sweep digits --vary batch=8,16 --steps 6 --time 5s", "--steps and --time" },
        { "sweep digits --vary batch=8,16 --steps 6 --out runs/tiny", "--out runs/tiny: holds something else than a sweep" },
        { "sweep digits --steps 6", "--vary" },
        { "evaluate tiny --features none.onnx", "there is no file none.onnx" },
        { "evaluate tiny --features none.onnx:pool,resize=best", "resize=best is none of size=299" },
        { "train --from tiny", "--from: says whose weights to begin with" },
        { "train digits --from no-such-run", "no-such-run" },
        { "train --resume runs/tiny --from tiny", "--from: a resumed run keeps what it began with" },
        { "train digits --from tiny --set width=2 --dry-run", "its networks are others: generator/0/weight is [4, 4] there and is [4, 8] here" },
        { "train digits --set discriminator.frozen-layers=9 --dry-run", "frozen-layers=9: discriminator has" },
        { "train --resume runs/tiny --batch 5", "--batch" },
        { "train --resume runs/tiny --model gan", "--model" },
        { "train digits --resume runs/tiny", "digits" },
        { "train --resume tiyn", "did you mean tiny?" },
        { "train --resume runs/tiny", "--steps 60" },
        { "train digits --out runs/tiny", "--resume runs/tiny" },
        { "train digits --model mlp --steps 1 --out runs/tiny/run.json/x", "run.json" },
        { "sample no-such-run", "no-such-run" },
        { "sample tiyn", "did you mean tiny?" },
        { "sample runs", "runs: holds no run" },
        { "sample tiny --count 0", "--count 0" },
        { "sample tiny --out grid.jpg", ".npy" },
        { "sample tiny --out runs", "runs: is there already" },
        { "sample tiny --out runs/tiny/run.json/grid.png", "run.json" },
        { "sample tiny --class 3", "--class 3: mlp takes no classes" },
        { "sample tiny --truncation 0", "--truncation 0: give a number above 0" },
        { "interpolate no-such-run", "no-such-run" },
        { "interpolate tiny --out walk.avi", ".png or .gif or .webp or .apng or .mp4" },
        { "film tiny --out film.avi", "--out film.avi: end the name in .gif or .webp or .apng or .mp4" },
        { "report tiny --out page.txt", "--out page.txt: end the name in .html" },
        { "log tiny --out log.csv", "--out: is what --csv is written to; add --csv" },
        { "report tiny tony", "tony: there is no such run; did you mean tiny?" },
        { "interpolate tiny --steps 1", "--steps 1" },
        { "interpolate tiny --seeds 1", "--seeds 1: give 2 or more whole numbers" },
        { "interpolate tiny --corners 1,x,2", "--corners 1,x,2: give 3 whole numbers" },
        { "interpolate tiny --corners 1,2,3 --from 2", "--from and --to, --corners: give one of them" },
        { "interpolate tiny --neighbours 3 --corners 1,2,3", "--corners, --neighbours: give one of them" },
        { "interpolate tiny --neighbours 32 --steps 9", "--steps 9: too many pictures for one file; ask for at most 5" },
        { "interpolate tiny --neighbours 3 --out film.apng", "--neighbours: makes one picture" },
        { "interpolate tiny --analogy 1,2,3 --frames", "--analogy: makes one picture" },
        { "interpolate tiny --class 3", "--class 3: mlp takes no classes" },
        { "directions no-such-run", "no-such-run" },
        { "directions tiny --out rows.jpg", "end the name in .png" },
        { "directions tiny --count 5", "--count 5: there are 4 directions" },
        { "directions tiny --reach -1", "--reach -1: give a number above 0" },
        { "directions tiny --away-from 3", "--towards" },
        { "directions tiny --towards seven", "--towards seven: there is no such class" },
        { "directions tiny --towards 7 --away-from 7", "--away-from 7" },
        { "directions tiny --class 7", "--class 7: mlp takes no classes" },
        { "project", "project: name a picture" },
        { "project no-such.png", "no-such.png" },
        { "project no-such.png --run tiyn", "did you mean tiny?" },
        { "project runs/tiny/samples/step-000030.png --out pair.jpg", "end the name in .png" },
        { "project runs/tiny/samples/step-000030.png --restarts 0", "--restarts 0" },
        { "project runs/tiny/samples/step-000030.png --class 1", "--class 1: mlp takes no classes" },
        { "evaluate no-such-run", "no-such-run" },
        { "evaluate tiny --count 0", "--count 0" },
        { "evaluate tiny --metrics fdi", "did you mean fid?" },
        { "evaluate tiny --metrics mixture-modes --features pixels --count 5", "--metrics mixture-modes: it needs" },
        { "evaluate tiny --features pixel", "did you mean pixels?" },
        { "evaluate tiny --split half", "--split half" },
        { "evaluate tiny --split test", "--split test" },
        { "evaluate tiny --against no-such-data", "no-such-data" },
        { "evaluate runs", "runs: holds no run" },
        { "runs no-such-folder", "no-such-folder" },
        { "models all", "all" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Bad_input_is_answered_in_one_line_that_names_it(string line, string named)
    {
        string[] before = Snapshot(trained.Home);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(trained.Home, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        AssertRefused(outcome, named);
        Assert.Equal(before, Snapshot(trained.Home));
    }

    [Theory]
    [InlineData("train")]
    [InlineData("sample")]
    [InlineData("runs")]
    public void Empty_argument_is_refused(string command) =>
        AssertRefused(BelamyProcess.Run(trained.Home, command, ""), "the value is empty");

    [Theory]
    [InlineData("BELAMY_THREADS", "many")]
    [InlineData("BELAMY_THREADS", "0")]
    [InlineData("BELAMY_SIMD", "77")]
    public void Unusable_environment_is_refused(string variable, string value)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a shell.");
        using TemporaryFolder copy = trained.Copy();
        AssertRefused(BelamyProcess.RunInShell(copy.Path, $"export {variable}={value}; $BELAMY sample tiny"), $"{variable}={value}");
        Assert.False(File.Exists(copy["runs/tiny/samples.png"]));
    }

    [Fact]
    public void Truncated_checkpoint_is_named_and_the_one_before_is_used()
    {
        using TemporaryFolder copy = trained.Copy();
        string newest = copy["runs/tiny/checkpoints/step-000030.safetensors"];
        Truncate(newest);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, "sample", "tiny");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("step-000030.safetensors", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("at step 20", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_sound_checkpoint_is_refused()
    {
        using TemporaryFolder copy = trained.Copy();
        foreach (string checkpoint in Directory.EnumerateFiles(copy["runs/tiny/checkpoints"]))
            Truncate(checkpoint);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, "sample", "tiny");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Contains("checkpoints", outcome.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(copy["runs/tiny/samples.png"]));
    }

    [Fact]
    public void Checkpoint_of_another_model_is_refused()
    {
        using TemporaryFolder copy = trained.Copy();
        string description = copy["runs/tiny/run.json"];
        File.WriteAllText(description, File.ReadAllText(description).Replace("\"mlp\"", "\"gan\"", StringComparison.Ordinal));
        AssertRefused(BelamyProcess.Run(copy.Path, "sample", "tiny"), "step-000030.safetensors");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1, 2]")]
    [InlineData("{\"model\": \"mlp\"}")]
    public void Damaged_description_is_refused(string content)
    {
        using TemporaryFolder copy = trained.Copy();
        File.WriteAllText(copy["runs/tiny/run.json"], content);
        AssertRefused(BelamyProcess.Run(copy.Path, "sample", "tiny"), "run.json");
    }

    [Fact]
    public void Run_without_a_checkpoint_is_refused()
    {
        using TemporaryFolder copy = trained.Copy();
        Directory.Delete(copy["runs/tiny/checkpoints"], recursive: true);
        AssertRefused(BelamyProcess.Run(copy.Path, "sample", "tiny"), "--resume");
    }

    [Fact]
    public void Folder_without_a_picture_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["pictures"]);
        File.WriteAllText(folder["pictures/notes.txt"], "");
        AssertRefused(BelamyProcess.Run(folder.Path, "train", "./pictures"), "pictures");
        Assert.Equal(["pictures/notes.txt"], folder.Files);
    }

    [Fact]
    public void Folder_with_only_damaged_pictures_is_refused()
    {
        using var folder = new TemporaryFolder();
        SavePicture(folder["pictures/a.png"]);
        Truncate(folder["pictures/a.png"]);
        AssertRefused(BelamyProcess.Run(folder.Path, "train", "pictures"), "a.png");
    }

    [Fact]
    public void Damaged_picture_among_sound_ones_is_named_and_left_out()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (ReadOnlySpan<string>)["a", "b", "c"])
            SavePicture(folder[$"pictures/{name}.png"]);
        Truncate(folder["pictures/b.png"]);
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, ["train", "pictures", .. TrainedRun.Tiny, "--steps", "2", "--size", "8"]);
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("left out 1 (is no valid PNG", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("b.png", outcome.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["runs/pictures-mlp/run.json"]));
    }

    [Fact]
    public void Truncated_idx_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        byte[] idx = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0, 8, .. new byte[100]];
        Directory.CreateDirectory(folder["idx"]);
        File.WriteAllBytes(folder["idx/train-images-idx3-ubyte"], idx);
        AssertRefused(BelamyProcess.Run(folder.Path, "train", "idx"), "train-images-idx3-ubyte");
    }

    [Fact]
    public void Read_only_place_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a place that nobody can write to.");
        AssertRefused(BelamyProcess.Run(trained.Home, "train", "digits", "--out", "/sys/belamy"), "/sys/belamy");
        AssertRefused(BelamyProcess.Run(trained.Home, "sample", "tiny", "--out", "/sys/belamy.png"), "/sys/belamy.png");
        AssertRefused(BelamyProcess.Run(trained.Home, "sample", "tiny", "--out", "/sys/belamy/"), "/sys/belamy");
    }

    [Theory]
    [InlineData("train digits --model mlp --batch 2 --set width=1 --steps 5 --out full/run")]
    [InlineData("sample tiny --count 2000 --out full/samples.npy")]
    [InlineData("sample tiny --count 2000 --out full/pictures/")]
    public void Full_disk_is_named_with_the_remedy(string line)
    {
        using TemporaryFolder copy = trained.Copy();
        Directory.CreateDirectory(copy["full"]);
        // A disk of 16 kB, mounted where only this process sees it.
        string mount = "mount -t tmpfs -o size=16k tmpfs full";
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && BelamyProcess.RunInShell(copy.Path, $"unshare -rm sh -c '{mount}'").Code == 0,
            "Needs permission to mount.");
        BelamyProcess.Outcome outcome = BelamyProcess.RunInShell(
            copy.Path, $"export BELAMY; unshare -rm sh -c '{mount}; $BELAMY {line}; code=$?; find full -name \"*.npy*\" -o -name \"*.png\" -o -name \"*.part\" -o -name \"*.tmp\"; exit $code'");
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Contains("free some space", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\nfull/", "\n" + outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Limit_on_the_size_of_files_is_named_and_leaves_the_run_as_it_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a shell.");
        using TemporaryFolder copy = trained.Copy();
        string[] before = Snapshot(copy["runs/tiny/checkpoints"]);
        // 64 kB or 128, as the shell counts: above the size of a picture and below that of a checkpoint. The runtime itself needs large files where it separates writing from executing.
        BelamyProcess.Outcome outcome = BelamyProcess.RunInShell(
            copy.Path, "export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 128; $BELAMY train --resume runs/tiny --steps 35");
        AssertRefused(outcome, "step-000035.safetensors: larger than a file may be here");
        Assert.Equal(before, Snapshot(copy["runs/tiny/checkpoints"]));
    }

    [Fact]
    public void Place_of_the_checkpoints_taken_by_a_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["run"]);
        File.WriteAllText(folder["run/checkpoints"], "");
        AssertRefused(BelamyProcess.Run(folder.Path, ["train", "digits", .. TrainedRun.Tiny, "--steps", "3", "--out", "run"]), "checkpoints");
    }

    [Fact]
    public void Weights_that_are_no_numbers_end_the_run_and_leave_the_last_good_checkpoint()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(
            folder.Path, ["train", "digits", .. TrainedRun.Tiny, "learning-rate=1e8", "--steps", "50", "--checkpoint-every", "1", "--out", "run"]);
        Assert.Equal(ExitCode.Failure, outcome.Code);
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches(@"^belamy: (generator|discriminator): its \S+ is (not a number|infinite) at step \d+, after 3 returns to an earlier step, each with half the learning rates; the last good checkpoint is run/checkpoints/step-\d+\.safetensors; try a lower (generator|discriminator)\.learning-rate", line);
        string newest = Directory.GetFiles(folder["run/checkpoints"]).Max(StringComparer.Ordinal)!;
        Assert.Contains(Path.GetFileName(newest), line, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "sample", "run", "--count", "4").Code);
    }

    private static void AssertRefused(BelamyProcess.Outcome outcome, string named)
    {
        Assert.Equal(ExitCode.Failure, outcome.Code);
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("belamy: ", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
    }

    private static void SavePicture(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var picture = new Image(12, 12, 3);
        for (int i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = (byte)(i * 37);
        picture.SavePng(path);
    }

    private static void Truncate(string path)
    {
        using FileStream file = File.OpenWrite(path);
        file.SetLength(file.Length / 2);
    }

    private static string[] Snapshot(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => $"{file} {new FileInfo(file).Length} {File.GetLastWriteTimeUtc(file).Ticks}")
            .Order(StringComparer.Ordinal)];
}
