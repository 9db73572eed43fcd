using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Belamy.Data.Readers;

/// <summary>Items of another column in an order of their own: the bar before each bar.</summary>
/// <param name="field">The field.</param>
/// <param name="rows">The rows.</param>
/// <param name="source">Where the items are.</param>
/// <param name="picks">For each row the item of the source, or -1 for zeros.</param>
internal sealed class PickedColumn(Field field, Rows rows, Column source, int[] picks) : Column(field, rows)
{
    public override string Fingerprint =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes(source.Fingerprint), .. MemoryMarshal.AsBytes(picks.AsSpan())]));

    public override void Read(int item, Span<float> destination)
    {
        if (picks[item] >= 0)
            source.Read(picks[item], destination);
        else
            destination.Clear();
    }
}
