namespace Belamy.Data.Kinds;

/// <summary>Refuses extents that no item can have.</summary>
internal static class Extent
{
    /// <summary>A number of values along an axis, as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static int Require(int size, string name, int least = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, least, name);
        return size;
    }

    /// <summary>How many whole items values are.</summary>
    /// <exception cref="ArgumentException">They are not a whole number of items.</exception>
    public static int Count(Kind kind, ReadOnlySpan<float> items)
    {
        int length = checked((int)kind.Shape.Count);
        return items.Length % length == 0 ? items.Length / length : throw new ArgumentException($"{items.Length} values are not a whole number of {kind.Description}.", nameof(items));
    }
}
