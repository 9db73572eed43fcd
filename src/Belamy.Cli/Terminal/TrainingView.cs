namespace Belamy.Cli.Terminal;

/// <summary>Shows a training run while it goes on. Everything is drawn on the caller's thread: a thread of its own would take a core from the training.</summary>
internal abstract class TrainingView
{
    /// <summary>Chooses the view that suits the output: a live one in a terminal, lines of text everywhere else.</summary>
    /// <param name="title">What is being trained, in one line.</param>
    public static SteadyView For(string title) => new(() => TerminalOutput.IsLive ? LiveView.Create(title) : new LineView(title, Console.Out));

    /// <summary>Whether fresh samples are seen.</summary>
    public virtual bool ShowsSamples => false;

    /// <summary>Shows the run while <paramref name="training"/> works, and leaves the terminal in order whatever happens.</summary>
    public abstract void Show(Action training);

    /// <summary>Says what is being prepared, such as "reading digits".</summary>
    public abstract void Prepare(string stage, long done = 0, long total = 0);

    /// <summary>Shows a new state of the run, if it is time to.</summary>
    /// <param name="status">Makes the state; not called when it is too early to show it.</param>
    /// <param name="force">Whether to show it in any case.</param>
    public abstract void Report(Func<TrainingStatus> status, bool force = false);

    /// <summary>Adds a line that stays, such as a finding of the diagnosis.</summary>
    public abstract void Note(string line);

    /// <summary>Restores what the view changed in the terminal, from any thread.</summary>
    public virtual void Abandon()
    {
    }
}
