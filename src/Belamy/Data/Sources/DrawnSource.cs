using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>A named set whose items are drawn by a formula of their number, class after class.</summary>
internal abstract class DrawnSource : DataSource
{
    // More than an item asks for.
    private const ulong NumbersOfItem = 64;

    public override string License => "drawn by a formula; no licence needed";

    /// <summary>What items are called among fields.</summary>
    protected abstract string ItemName { get; }

    /// <summary>What they are.</summary>
    protected abstract Kind Kind { get; }

    /// <summary>The names of the classes; item number n is of class n modulo their number.</summary>
    protected abstract string[] Classes { get; }

    /// <summary>How many items there are.</summary>
    protected abstract int Count { get; }

    /// <summary>Raised when the formula changes.</summary>
    protected abstract int Version { get; }

    /// <summary>Draws an item.</summary>
    /// <param name="category">Its class.</param>
    /// <param name="random">Numbers from U(0, 1) of its own, by their place from 0 to 63.</param>
    /// <param name="values">Receives its values.</param>
    protected abstract void Draw(int category, Func<int, double> random, Span<float> values);

    public override Dataset Open(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        long seed = options.Split == DataSplit.Train ? 0 : 1;
        var numbers = new CounterRandom(seed);
        string[] classes = Classes;
        var rows = new Rows($"{ItemName}s", Count);
        return new FieldedDataset(
            Name,
            ItemName,
            new DrawnColumn(new Field(ItemName, Kind), rows, $"{Name} {Version} {seed}", (item, values) =>
                Draw(item % classes.Length, place => numbers.Uniform((ulong)item * NumbersOfItem + (ulong)place), values)),
            new ArrayColumn(new Field(DatasetColumns.ClassName, new Classes(classes)), rows, [.. Enumerable.Range(0, Count).Select(item => (float)(item % classes.Length))]));
    }

    /// <summary>A number between two bounds.</summary>
    protected static double Between(double low, double high, double share) => low + (high - low) * share;
}
