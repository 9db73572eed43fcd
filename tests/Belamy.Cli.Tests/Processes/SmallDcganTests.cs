using System.Text.Json;

namespace Belamy.Cli.Tests.Processes;

/// <summary>The default model at its smallest, run in every way there is to run a program.</summary>
public sealed class SmallDcganTests
{
    private static readonly string[] Line = ["train", "digits", "--batch", "4", "--set", "width=4", "learning-rate=2e-2", "averaging=0", "--out", "run", "--steps"];

    private static readonly Lazy<(double[] Losses, byte[] Samples)> ByReference = new(() => Play("none"));

    [Fact]
    public void Train_with_every_kernel_checked_runs_to_its_end()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.RunWith("BELAMY_CHECK", "1", folder.Path, [.. Line, "3", "--threads", "2"]);
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Contains("step 3/3", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Ten steps by vectors of a width against the reference evaluator, at a rate at which samples take shape. Adam divides
    /// by the size of a gradient, so weights whose gradients are all rounding move apart by as much as a step: losses
    /// differ by up to 1e-3, samples by one of 255 levels. Allowed is four times as much.
    /// </summary>
    [Theory]
    [InlineData("512")]
    [InlineData("256")]
    [InlineData("128")]
    public void Train_by_vectors_of_a_width_goes_as_by_the_reference(string width)
    {
        (double[] losses, byte[] samples) = Play(width);
        Assert.All(losses.Zip(ByReference.Value.Losses), pair => Assert.Equal(pair.Second, pair.First, 4e-3));
        Assert.All(samples.Zip(ByReference.Value.Samples), pair => Assert.InRange(pair.First - pair.Second, -4, 4));
        // Samples of one colour would be close to any others.
        Assert.True(samples.Max() - samples.Min() > 40);
    }

    private static (double[] Losses, byte[] Samples) Play(string width)
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.RunWith("BELAMY_SIMD", width, folder.Path, [.. Line, "10"]);
        Assert.SkipWhen(outcome.Error.Contains("which this machine does not have", StringComparison.Ordinal), outcome.Error.Trim());
        Assert.Equal(ExitCode.Success, outcome.Code);
        outcome = BelamyProcess.RunWith("BELAMY_SIMD", width, folder.Path, "sample", "run", "--count", "8", "--out", "samples.idx");
        Assert.Equal(ExitCode.Success, outcome.Code);
        using JsonDocument log = JsonDocument.Parse(File.ReadAllText(folder["run/metrics.jsonl"]));
        double[] losses = [.. log.RootElement.EnumerateObject().Where(field => field.Name.EndsWith("-loss", StringComparison.Ordinal)).Select(field => field.Value.GetDouble())];
        Assert.Equal(2, losses.Length);
        return (losses, File.ReadAllBytes(folder["samples.idx"])[16..]);
    }
}
