using System.Globalization;

namespace Belamy.Data;

/// <summary>All values of one field.</summary>
/// <param name="field">The field.</param>
/// <param name="rows">The items that it has a value of.</param>
public abstract class Column(Field field, Rows rows)
{
    private readonly int _length = checked((int)field.Kind.Shape.Count);

    /// <summary>The field.</summary>
    public Field Field { get; } = field;

    /// <summary>The items that it has a value of.</summary>
    public Rows Rows { get; } = rows;

    /// <summary>The SHA-256 over shape and values, in lower-case hexadecimal: equal exactly when the content is.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>Reads one item.</summary>
    /// <param name="item">Its number, from 0.</param>
    /// <param name="destination">Receives as many values as the kind's shape has.</param>
    public abstract void Read(int item, Span<float> destination);

    /// <summary>Where an item comes from, for people: its file where each has one, else its number.</summary>
    /// <param name="item">Its number, from 0.</param>
    public virtual string NameOf(int item) => item.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads items one behind the other.</summary>
    /// <param name="items">Their numbers, in the order wanted; repetitions are allowed.</param>
    /// <param name="destination">Receives the items' values.</param>
    public void Read(ReadOnlySpan<int> items, Span<float> destination)
    {
        for (int at = 0; at < items.Length; at++)
            Read(items[at], destination.Slice(at * _length, _length));
    }
}
