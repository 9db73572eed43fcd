using System.Security.Cryptography;
using System.Text;

namespace Belamy.Data;

/// <summary>Values of one field that follow from a formula and the item's number: drawn when they are read, and never all held.</summary>
/// <param name="field">The field.</param>
/// <param name="rows">The items that it has a value of.</param>
/// <param name="parameters">All that the values hang on, in words: what the fingerprint is made of.</param>
/// <param name="draw">Draws an item; safe from several threads at once.</param>
internal sealed class DrawnColumn(Field field, Rows rows, string parameters, DrawItem draw) : Column(field, rows)
{
    private string? _fingerprint;

    public override string Fingerprint => _fingerprint ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Field.Kind.Description}\n{Rows.Count}\n{parameters}")));

    public override void Read(int item, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, Rows.Count);
        draw(item, destination[..checked((int)Field.Kind.Shape.Count)]);
    }
}

/// <summary>Draws an item.</summary>
/// <param name="item">Its number.</param>
/// <param name="values">Receives its values.</param>
internal delegate void DrawItem(int item, Span<float> values);
