using System.IO.MemoryMappedFiles;

namespace Belamy.Files.Interop;

/// <summary>The bytes of a file as memory, which the system reads as they are needed and may forget again.</summary>
/// <remarks>The mapping stays until the process ends: parts of it are handed out, and nobody could say when the last is done with.</remarks>
internal sealed unsafe class MappedFile
{
    private static readonly List<MappedFile> Opened = [];

    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private MappedFile(MemoryMappedViewAccessor view, long length)
    {
        _view = view;
        Length = length;
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>Maps a file, which nobody may shorten from then on.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Its length.</param>
    /// <exception cref="InvalidDataException">It has another length.</exception>
    /// <exception cref="IOException">It cannot be mapped.</exception>
    public static MappedFile Open(string path, long length)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (stream.Length != length || length == 0)
            throw new InvalidDataException($"{stream.Length} bytes in place of {length}");
        using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        var mapped = new MappedFile(file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
        lock (Opened)
            Opened.Add(mapped);
        return mapped;
    }

    /// <summary>A part of the file.</summary>
    public ReadOnlySpan<byte> Slice(long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - length);
        return new ReadOnlySpan<byte>(_start + start, length);
    }
}
