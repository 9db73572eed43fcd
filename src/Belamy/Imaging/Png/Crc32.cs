namespace Belamy.Imaging;

/// <summary>The cyclic redundancy check of PNG chunks (ISO 3309, polynomial 0x04C11DB7 reflected).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = CreateTable();

    /// <summary>Continues a check over more bytes; start with 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint register = ~crc;
        foreach (byte value in bytes)
            register = Table[(byte)(register ^ value)] ^ (register >> 8);
        return ~register;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint register = i;
            for (int bit = 0; bit < 8; bit++)
                register = (register & 1) != 0 ? 0xEDB88320 ^ (register >> 1) : register >> 1;
            table[i] = register;
        }

        return table;
    }
}
