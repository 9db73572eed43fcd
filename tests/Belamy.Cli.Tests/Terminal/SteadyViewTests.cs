using Belamy.Cli.Terminal;

namespace Belamy.Cli.Tests.Terminal;

public sealed class SteadyViewTests
{
    public enum Breaking
    {
        Creation,
        Beginning,
        Everything,
        End,
    }

    [Theory]
    [InlineData(Breaking.Creation)]
    [InlineData(Breaking.Beginning)]
    [InlineData(Breaking.Everything)]
    [InlineData(Breaking.End)]
    public void Show_plays_the_training_once_whatever_breaks(Breaking breaking)
    {
        var view = new SteadyView(() => breaking == Breaking.Creation ? throw new OverflowException("first") : new Broken(breaking));
        int played = 0;
        view.Show(() =>
        {
            played++;
            view.Prepare("compiling");
            view.Report(() => Statuses.Middle, force: true);
            view.Note("a finding");
        });
        view.Abandon();
        Assert.Equal(1, played);
        Assert.Equal("first", Assert.IsType<OverflowException>(view.Failure).Message);
    }

    [Theory]
    [InlineData(Breaking.Beginning)]
    [InlineData(Breaking.Everything)]
    [InlineData(Breaking.End)]
    public void Show_training_that_fails_passes_its_error_on(Breaking breaking)
    {
        var view = new SteadyView(() => new Broken(breaking));
        Assert.Equal("diverged", Assert.Throws<BelamyException>(() => view.Show(() => throw new BelamyException("diverged"))).Message);
    }

    private sealed class Broken(Breaking breaking) : TrainingView
    {
        private string _message = "first";

        public override void Show(Action training)
        {
            Break(Breaking.Beginning);
            training();
            Break(Breaking.End);
        }

        public override void Prepare(string stage, long done = 0, long total = 0) => Break(Breaking.Everything);

        public override void Report(Func<TrainingStatus> status, bool force = false) => Break(Breaking.Everything);

        public override void Note(string line) => Break(Breaking.Everything);

        public override void Abandon() => Break(Breaking.Everything);

        private void Break(Breaking at)
        {
            if (at == breaking)
                throw new OverflowException(Interlocked.Exchange(ref _message, "later"));
        }
    }
}
