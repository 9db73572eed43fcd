using Belamy.Games;
using Belamy.Runs;
using Belamy.Tests.Training;

namespace Belamy.Tests.Runs;

public sealed class RunLogTests
{
    private const string Numbers = "{\"step\":10,\"generator-loss\":0.5,\"seconds\":0.1}";
    private const string Rollback = "{\"step\":20,\"finding\":\"rollback\",\"severity\":\"warning\",\"sentence\":\"It went back.\",\"advice\":\"Do better.\"}";
    private const string Distance =
        "{\"step\":20,\"metric\":\"frechet-distance\",\"name\":\"Fréchet distance\",\"value\":1.5,\"better\":\"lower\",\"features\":\"pixels\",\"generated\":100,\"real\":100,\"split\":\"all\",\"seconds\":1}";

    [Theory]
    [InlineData("{\"step\":15,\"generator-loss\":0.x}")]
    [InlineData("{\"step\":15,\"generator-loss\":\"0.5\"}")]
    [InlineData("{\"step\":15,\"generator-loss\":null}")]
    [InlineData("{\"step\":15,\"generator-loss\":1e999}")]
    [InlineData("{\"step\":15,\"generator-loss\":1,\"generator-loss\":2}")]
    [InlineData("{\"step\":15.5,\"generator-loss\":1}")]
    [InlineData("{\"step\":-15,\"generator-loss\":1}")]
    [InlineData("{\"step\":1e300,\"generator-loss\":1}")]
    [InlineData("{\"generator-loss\":1}")]
    [InlineData("{\"step\":15,\"generator-loss\":{}}")]
    [InlineData("{\"step\":15,\"finding\":\"rollback\"}")]
    [InlineData("{\"step\":15,\"finding\":null,\"severity\":\"warning\",\"sentence\":\"a\",\"advice\":\"b\"}")]
    [InlineData("{\"step\":15,\"finding\":\"rollback\",\"severity\":\"worst\",\"sentence\":\"a\",\"advice\":\"b\"}")]
    [InlineData("{\"step\":15,\"metric\":\"frechet-distance\"}")]
    [InlineData("{\"step\":15,\"metric\":\"a\",\"name\":\"a\",\"value\":1,\"better\":\"up\",\"features\":\"a\",\"generated\":1,\"real\":1,\"split\":\"all\"}")]
    [InlineData("{\"step\":15,\"metric\":\"a\",\"name\":\"a\",\"value\":1,\"better\":\"lower\",\"features\":\"a\",\"generated\":1e10,\"real\":1,\"split\":\"all\"}")]
    [InlineData("[15]")]
    [InlineData("15")]
    [InlineData("\0\0\0")]
    [InlineData("")]
    [InlineData("{\"step\":15,\"generator-loss\":0.5}}")]
    public void Read_leaves_a_damaged_line_out_and_names_it(string damaged)
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Create(folder, Numbers, damaged, Rollback, Distance);
        Assert.Equal(0.5, Assert.Single(run.Log.ReadMetrics())["generator-loss"]);
        Assert.Equal(new Finding("rollback", Severity.Warning, 20, "It went back.", "Do better."), Assert.Single(run.Log.ReadFindings()));
        Assert.Equal((20, 1.5), (run.Log.ReadMeasures()[0].Step, run.Log.ReadMeasures()[0].Measure.Value));
        Assert.Equal($"{run.Log.Path}: line 2 is damaged and left out", run.Log.Damage);
    }

    [Fact]
    public void Read_counts_damaged_lines_and_lets_the_end_of_a_killed_process_be()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Create(folder, Numbers, "x", Numbers, "y");
        File.AppendAllText(run.Log.Path, "{\"step\":30,\"gene");
        Assert.Equal(2, run.Log.ReadMetrics().Count);
        Assert.Equal($"{run.Log.Path}: 2 lines are damaged and left out, the first of them line 2", run.Log.Damage);
    }

    [Fact]
    public void CutBack_keeps_the_bytes_of_sound_lines_and_the_damaged_log_aside()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Create(folder, Numbers, "x", Rollback, Distance, Numbers.Replace("10", "30", StringComparison.Ordinal));
        byte[] before = File.ReadAllBytes(run.Log.Path);
        var warnings = new List<string>();
        run.CutBack(20, warnings.Add);
        Assert.Equal($"{Numbers}\n{Rollback}\n{Distance}\n", File.ReadAllText(run.Log.Path));
        Assert.Equal(before, File.ReadAllBytes(run.Log.Path + ".damaged"));
        Assert.Equal($"{run.Log.Path}: line 2 is damaged and left out; the log as it was is kept as metrics.jsonl.damaged", Assert.Single(warnings));
    }

    [Fact]
    public void CutBack_of_a_sound_log_says_nothing_and_leaves_nothing_aside()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Create(folder, Numbers, Rollback);
        File.AppendAllText(run.Log.Path, "{\"step\":30,\"gene");
        run.CutBack(10, Assert.Fail);
        Assert.Equal(Numbers + "\n", File.ReadAllText(run.Log.Path));
        Assert.False(File.Exists(run.Log.Path + ".damaged"));
    }

    [Fact]
    public void Lines_read_are_those_appended()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = Create(folder);
        var finding = new Finding("collapse", Severity.Failure, 5, "It \"fell\".", "Lift it.");
        run.Log.AppendMetrics(5, new Dictionary<string, double> { ["generator-loss"] = 0.1234567 }, TimeSpan.FromSeconds(1));
        run.Log.AppendFinding(finding);
        run.Log.AppendFinding(finding);
        Assert.Equal([("step", 5), ("generator-loss", 0.123457), ("seconds", 1)], run.Log.ReadMetrics()[0].Select(number => (number.Key, number.Value)));
        Assert.Equal(finding, Assert.Single(run.Log.ReadFindings()));
        Assert.Null(run.Log.Damage);
    }

    private static RunFolder Create(TemporaryFolder folder, params string[] lines)
    {
        RunFolder run = RunFolder.Create(folder["run"], RunDescription.Create(TinyRecipes.Dense, TinyRuns.Points, steps: 8));
        File.WriteAllText(run.Log.Path, string.Concat(lines.Select(line => line + "\n")));
        return run;
    }
}
