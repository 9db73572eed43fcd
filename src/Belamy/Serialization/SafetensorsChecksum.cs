using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Belamy.Serialization;

/// <summary>
/// The SHA-256 over all that a safetensors file says: each word of its metadata but the checksum itself, each tensor's name,
/// type and shape, and every byte of values. Spaces and the order of fields in the header do not matter.
/// </summary>
internal static class SafetensorsChecksum
{
    /// <summary>Computes it.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="key">The metadata's key of the checksum, which is left out.</param>
    /// <param name="entries">The tensors, in the order of their values.</param>
    /// <param name="write">Writes the values, in the order in which they lie in the file.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Compute(IEnumerable<KeyValuePair<string, string>> metadata, string key, IEnumerable<SafetensorsEntry> entries, Action<Stream> write)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            foreach ((string name, string value) in metadata.Where(pair => pair.Key != key).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                Write(stream, name);
                Write(stream, value);
            }

            foreach (SafetensorsEntry entry in entries)
            {
                Write(stream, entry.Name);
                Write(stream, entry.Type.ToString());
                Write(stream, string.Join(',', entry.Shape));
            }

            write(stream);
        }

        return Convert.ToHexStringLower(hash.Hash!);
    }

    // With its length before it, so that no two lists of texts give the same bytes.
    private static void Write(Stream stream, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
    }
}
