using System.IO.Compression;
using System.Text;

namespace Belamy.Tests.Data.Readers;

/// <summary>NumPy files, byte by byte.</summary>
internal static class NumpyFiles
{
    public static byte[] Npy(string type, string shape, byte[] data)
    {
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape}), }}\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. data];
    }

    public static byte[] Npz(params (string Name, byte[] Content)[] arrays)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in arrays)
            {
                using Stream entry = archive.CreateEntry(name + ".npy").Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
