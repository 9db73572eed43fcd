using Belamy.Cli.Terminal;

namespace Belamy.Cli.Tests.Terminal;

public sealed class LineViewTests
{
    [Fact]
    public void Report_within_the_interval_writes_one_line()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var clock = new ManualClock();
        var view = new LineView("training dcgan on digits", writer, clock);
        int made = 0;
        TrainingStatus Status()
        {
            made++;
            return Statuses.Middle;
        }

        view.Report(Status);
        for (int i = 0; i < 100; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(60));
            view.Report(Status);
        }

        // The first after two seconds, the next five later: too late for six.
        Assert.Equal(1, made);
        Assert.Equal(2, writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Report_forced_writes_everything_there_is_to_know()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var view = new LineView("title", writer, new ManualClock());
        view.Report(() => Statuses.Middle, force: true);
        Assert.Equal(
            "title\nstep 250/1000  25 %  elapsed 0:20  left 1:00  1,930 images/s  discriminator loss 1.100  generator loss 0.900"
            + "  discriminator right on 81 % of real, 76 % of generated\n",
            writer.ToString());
    }

    [Fact]
    public void Prepare_same_stage_twice_writes_it_once()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var view = new LineView("title", writer, new ManualClock());
        view.Prepare("reading pictures", 1, 10);
        view.Prepare("reading pictures", 2, 10);
        view.Prepare("compiling", 0, 3);
        Assert.Equal("title\nreading pictures\ncompiling\n", writer.ToString());
    }

    [Fact]
    public void Prepare_that_takes_long_tells_how_far_it_is()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var clock = new ManualClock();
        var view = new LineView("title", writer, clock);
        for (int done = 0; done < 12; done++)
        {
            view.Prepare("compiling programs", done, 20);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("title\ncompiling programs\ncompiling programs: 25 %\ncompiling programs: 50 %\n", writer.ToString());
    }

    [Fact]
    public void Report_first_comes_early_for_the_time_that_is_left()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var clock = new ManualClock();
        var view = new LineView("title", writer, clock);
        view.Report(() => Statuses.Middle);
        clock.Advance(TimeSpan.FromSeconds(2));
        view.Report(() => Statuses.Middle);
        Assert.Contains("left 1:00", writer.ToString(), StringComparison.Ordinal);
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
