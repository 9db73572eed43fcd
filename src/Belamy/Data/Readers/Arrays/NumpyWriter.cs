using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Belamy.Files;

namespace Belamy.Data.Readers;

/// <summary>Writes NumPy's array files (<c>.npy</c>, version 1.0) of 32-bit floating point numbers.</summary>
internal static class NumpyWriter
{
    private const int Alignment = 64;
    private const int Start = 10;

    /// <exception cref="BelamyException">It cannot be written.</exception>
    public static void Write(string path, string what, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        if (!string.Equals(Path.GetExtension(path), ".npy", StringComparison.OrdinalIgnoreCase))
            throw new BelamyException($"{path}: {what} are written as NumPy arrays; let the name end in .npy");
        string extents = shape.Length == 1 ? $"{shape[0]}," : string.Join(", ", shape.ToArray());
        string text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({extents}), }}";
        int length = (Start + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        byte[] header = [0x93, .. "NUMPY"u8, 1, 0, 0, 0, .. Encoding.ASCII.GetBytes(text.PadRight(length - Start - 1)), (byte)'\n'];
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(length - Start));
        AtomicFile.WriteAllBytes(path, (byte[])[.. header, .. MemoryMarshal.AsBytes(values)]);
    }
}
