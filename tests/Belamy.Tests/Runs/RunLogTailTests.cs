using Belamy.Runs;
using Belamy.Tests.Training;

namespace Belamy.Tests.Runs;

public sealed class RunLogTailTests
{
    [Fact]
    public void Read_gives_what_is_new_and_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        RunLog log = LogIn(folder);
        var tail = new RunLogTail(log);
        Assert.Equal((true, 0), (tail.Read() is { IsAnew: true }, log.ReadMetrics().Count));
        Assert.True(tail.Read().IsEmpty);
        Append(log, 10, 1.5);
        Append(log, 20, 2.5);
        log.AppendFinding(new Finding("collapse", Severity.Warning, 20, "All look alike.", "Lower the rate."));
        log.AppendChange(new LearningRateChange(20, "generator", 0.001));
        RunLogNews news = tail.Read();
        Assert.Equal([(10, 1.5), (20, 2.5)], news.Numbers.Select(line => (line["step"], line["generator-loss"])));
        Assert.Equal(("collapse", 0.001, false), (Assert.Single(news.Findings).Symptom, Assert.Single(news.Changes).Rate, news.IsAnew));
        Assert.True(tail.Read().IsEmpty);
    }

    [Fact]
    public void Line_that_is_still_being_written_waits_for_its_end()
    {
        using var folder = new TemporaryFolder();
        RunLog log = LogIn(folder);
        var tail = new RunLogTail(log);
        Append(log, 10, 1);
        File.AppendAllText(log.Path, "{\"step\":20,\"generator-");
        Assert.Single(tail.Read().Numbers);
        File.AppendAllText(log.Path, "loss\":2}\n");
        Assert.Equal(2, Assert.Single(tail.Read().Numbers)["generator-loss"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Log_that_was_cut_back_is_read_anew_however_far_it_has_grown_since(int since)
    {
        using var folder = new TemporaryFolder();
        RunLog log = LogIn(folder);
        var tail = new RunLogTail(log);
        for (int step = 1; step <= 3; step++)
            Append(log, step, step);
        tail.Read();
        log.CutBack(1);
        for (int step = 2; step < 2 + since; step++)
            Append(log, step, -step);
        RunLogNews news = tail.Read();
        Assert.True(news.IsAnew);
        Assert.Equal([1, .. Enumerable.Range(2, since)], news.Numbers.Select(line => (int)line["step"]));
        Assert.True(tail.Read().IsEmpty);
    }

    private static RunLog LogIn(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["run"]);
        return new RunLog(Path.Combine(folder["run"], "metrics.jsonl"));
    }

    private static void Append(RunLog log, long step, double loss) =>
        log.AppendMetrics(step, new Dictionary<string, double> { ["generator-loss"] = loss }, TimeSpan.Zero);
}
