namespace Belamy.Cli.Tests.Processes;

public sealed class ExportTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Export_writes_the_generator_as_one_file_and_all_functions_into_a_folder()
    {
        using TemporaryFolder copy = trained.Copy();
        BelamyProcess.Outcome one = BelamyProcess.Run(copy.Path, "export", "tiny", "--out", "generator.onnx");
        Assert.Equal((ExitCode.Success, ""), (one.Code, one.Error));
        Assert.Matches(@"^generator\.onnx: sample: latent → picture, .*; ONNX Runtime agrees to \d\.\de-\d+ on 64 inputs\n  latent: latent vectors of \d+ numbers, each drawn from N\(0, 1\)\n$", one.Output);
        BelamyProcess.Outcome all = BelamyProcess.Run(copy.Path, "export", "tiny");
        Assert.Equal((ExitCode.Success, ""), (all.Code, all.Error));
        Assert.Equal(File.ReadAllBytes(copy["generator.onnx"]), File.ReadAllBytes(copy["runs/tiny/exported/sample.onnx"]));
        Assert.True(File.Exists(copy["runs/tiny/exported/score.onnx"]));
    }

    [Fact]
    public void Weights_are_written_as_the_ending_says_and_listed()
    {
        using TemporaryFolder copy = trained.Copy();
        foreach (string[] target in (string[][])[["--out", "w.pt"], ["--out", "w.npz"], ["--out", "w.safetensors"], ["--format", "npz"]])
        {
            BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, ["export", "tiny", .. target]);
            Assert.Equal((ExitCode.Success, ""), (outcome.Code, outcome.Error));
            Assert.Matches(@"\n  generator\.0\.weight \[\d+, 4\]\n", outcome.Output);
        }

        Assert.Equal(File.ReadAllBytes(copy["w.npz"]), File.ReadAllBytes(copy["runs/tiny/exported/weights.npz"]));
        Assert.Contains("end in .npz", BelamyProcess.Run(copy.Path, "export", "tiny", "--format", "npz", "--out", "w.pt").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("generator.pb", null, "--out generator.pb: functions are written as ONNX files, weights as .safetensors, .npz, .pt, .pth; let the name end so, or name a folder")]
    [InlineData("x.onnx", "scor", "--function scor: mlp has sample, score; did you mean score?")]
    [InlineData("missing/x.onnx", "translate", "--function translate: mlp has sample, score")]
    public void Export_of_what_there_is_not_says_so_in_one_line_and_writes_nothing(string output, string? function, string expected)
    {
        using TemporaryFolder copy = trained.Copy();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(copy.Path, ["export", "tiny", "--out", output, .. function is null ? Array.Empty<string>() : ["--function", function]]);
        Assert.Equal((ExitCode.Failure, $"belamy: {expected}\n", ""), (outcome.Code, outcome.Error, outcome.Output));
        Assert.False(Path.Exists(copy[output]) || Path.Exists(copy["missing"]));
    }

    [Fact]
    public void What_searches_is_left_out_and_refused_by_name_but_applied()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "train", "digits", "--model", "semantic-inpainting", "--batch", "2", "--set", "width=1", "latent=4", "search-steps=3", "--steps", "1", "--out", "runs/holes").Code);
        BelamyProcess.Outcome all = BelamyProcess.Run(folder.Path, "export", "holes");
        Assert.Equal((ExitCode.Success, ""), (all.Code, all.Error));
        Assert.EndsWith("\nnot exported, since it searches: restore; belamy apply runs it\n", all.Output, StringComparison.Ordinal);
        Assert.Equal(["mask.onnx", "sample.onnx", "score.onnx"], Directory.GetFiles(folder["runs/holes/exported"]).Select(Path.GetFileName).Order());
        BelamyProcess.Outcome named = BelamyProcess.Run(folder.Path, "export", "holes", "--function", "restore", "--out", "restore.onnx");
        Assert.Equal((ExitCode.Failure, "belamy: restore: searches 3 steps for a latent vector of each item, which an ONNX file cannot say; semantic-inpainting has sample, mask, score to export, and belamy apply runs restore\n", ""), (named.Code, named.Error, named.Output));
        Assert.False(File.Exists(folder["restore.onnx"]));
        Assert.Equal(ExitCode.Success, BelamyProcess.Run(folder.Path, "sample", "holes", "--count", "1", "--scale", "1", "--out", "photos/a.png").Code);
        var mask = new Belamy.Imaging.Image(28, 28, 1);
        mask.Row(9)[9] = mask.Row(9)[10] = byte.MaxValue;
        mask.SavePng(folder["hole.png"]);
        BelamyProcess.Outcome applied = BelamyProcess.Run(folder.Path, "apply", "holes", "photos/a.png", "--mask", "hole.png", "--out", "whole.png");
        Assert.Equal((ExitCode.Success, ""), (applied.Code, applied.Error));
        byte[] before = Belamy.Imaging.Image.Load(folder["photos/a.png"]).Pixels.ToArray(), after = Belamy.Imaging.Image.Load(folder["whole.png"]).Pixels.ToArray();
        int[] changed = [.. Enumerable.Range(0, before.Length).Where(at => before[at] != after[at])];
        Assert.All(changed, at => Assert.Contains(at, new[] { (9 * 28) + 9, (9 * 28) + 10 }));
    }
}
