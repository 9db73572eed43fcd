using System.Runtime.ExceptionServices;

namespace Belamy.Cli.Terminal;

/// <summary>A view that never stops what it shows: what fails while showing is kept, and the next state is shown again.</summary>
/// <remarks>A terminal may close or shrink and the disk behind a log may fill up, hours into a training.</remarks>
internal sealed class SteadyView : TrainingView
{
    private readonly TrainingView? _view;

    /// <summary>Creates the view behind this one; where that fails, nothing is shown.</summary>
    public SteadyView(Func<TrainingView> create)
    {
        TrainingView? view = null;
        Guard(() => view = create());
        _view = view;
    }

    /// <summary>What failed the first time; null where nothing did.</summary>
    public Exception? Failure { get; private set; }

    /// <inheritdoc/>
    public override bool ShowsSamples => _view is { ShowsSamples: true };

    /// <inheritdoc/>
    public override void Show(Action training)
    {
        bool isPlayed = false;
        ExceptionDispatchInfo? failure = null;
        void Play()
        {
            isPlayed = true;
            try
            {
                training();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }

        Guard(() => _view?.Show(Play));
        if (!isPlayed)
            Play();
        failure?.Throw();
    }

    /// <inheritdoc/>
    public override void Prepare(string stage, long done = 0, long total = 0) => Guard(() => _view?.Prepare(stage, done, total));

    /// <inheritdoc/>
    public override void Report(Func<TrainingStatus> status, bool force = false) => Guard(() => _view?.Report(status, force));

    /// <inheritdoc/>
    public override void Note(string line) => Guard(() => _view?.Note(line));

    /// <inheritdoc/>
    public override void Abandon() => Guard(() => _view?.Abandon());

    private void Guard(Action show)
    {
        try
        {
            show();
        }
        catch (Exception e)
        {
            Failure ??= e;
        }
    }
}
