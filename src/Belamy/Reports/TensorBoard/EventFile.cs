using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Belamy.Files;
using Belamy.Serialization;

namespace Belamy.Reports.TensorBoard;

/// <summary>
/// A file of TensorBoard's events: records of a length, the message, and checksums of both (the format TFRecord). What is appended is
/// at once on its way to the disk, so that TensorBoard shows it while the run goes on.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;

    /// <summary>Creates a file.</summary>
    /// <param name="folder">The folder, created when missing.</param>
    /// <exception cref="BelamyException">It cannot be written.</exception>
    public EventFile(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            (_path, _stream) = Create(folder);
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Explain(folder, e);
        }

        var first = new MessageWriter();
        first.Add(3, "brain.Event:2");
        Append(0, first);
    }

    /// <summary>Appends an event.</summary>
    /// <param name="step">The step it is of.</param>
    /// <param name="content">The fields of the event but its time and step.</param>
    /// <exception cref="BelamyException">It cannot be written.</exception>
    public void Append(long step, MessageWriter content)
    {
        var message = new MessageWriter();
        message.Add(1, (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds);
        message.Add(2, step);
        using var bytes = new MemoryStream();
        message.WriteTo(bytes);
        content.WriteTo(bytes);
        try
        {
            WriteRecord(_stream, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            _stream.Flush();
        }
        catch (Exception e) when (AtomicFile.IsRefusal(e))
        {
            throw AtomicFile.Explain(_path, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>Writes a record: its length, the checksum of that, the content and its checksum.</summary>
    internal static void WriteRecord(Stream stream, ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Masked(head[..8]));
        stream.Write(head);
        stream.Write(content);
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Masked(content));
        stream.Write(tail);
    }

    // CRC-32C turned by 15 bits with a constant added: a checksum of what holds checksums would be weak else.
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte one in bytes)
            sum = BitOperations.Crc32C(sum, one);
        return BitOperations.RotateRight(~sum, 15) + 0xA282EAD8;
    }

    // TensorBoard reads the files of a folder in the order of their names, the later over the earlier.
    private static (string Path, FileStream Stream) Create(string folder)
    {
        long seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        for (int number = 0; ; number++)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.{number}.belamy"));
            if (!File.Exists(path))
                return (path, new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
        }
    }
}
