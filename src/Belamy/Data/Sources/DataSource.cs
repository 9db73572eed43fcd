namespace Belamy.Data;

/// <summary>A data set that can be opened by name.</summary>
public abstract class DataSource
{
    /// <summary>The name to open it by, in lower case.</summary>
    public abstract string Name { get; }

    /// <summary>One line on what it holds.</summary>
    public abstract string Description { get; }

    /// <summary>Who made it, and under which terms.</summary>
    public abstract string License { get; }

    /// <summary>What sort of content it is, by the word that tells files of that sort (<c>--kind</c>), or <c>points</c>, <c>pairs</c>, <c>domains</c>, <c>few-pairs</c>, <c>labelled-domains</c>.</summary>
    public virtual string Content => "pictures";

    /// <summary>Whether it has a part held out for tests, beside the one to train on.</summary>
    public virtual bool HasTestPart => false;

    /// <summary>Opens it.</summary>
    /// <param name="options">How to open it.</param>
    /// <exception cref="BelamyException">It cannot be found or is damaged.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public abstract Dataset Open(DataOptions options);
}
