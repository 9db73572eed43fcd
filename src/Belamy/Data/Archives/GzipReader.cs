using System.Buffers.Binary;
using Belamy.Files;
using Belamy.Imaging;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace Belamy.Data;

/// <summary>Unpacks gzip (RFC 1952) piece by piece: any number of members, an empty last one, zeros behind it.</summary>
/// <remarks>
/// It takes what gzip itself takes. Every member's checksum and length are compared; what ends early, does not fit, goes
/// on with something else or unpacks to more than is allowed throws a <see cref="BelamyException"/> that says so.
/// </remarks>
internal sealed class GzipReader : ReadOnlyStream
{
    private const int HeaderLength = 10, TrailerLength = 8;

    private readonly Stream _packed;
    private readonly long _most;
    private readonly string _name;
    private readonly Inflater _inflater = new(noHeader: true);
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private long _packedLength, _memberStart;
    private long _unpacked, _memberLength;
    private uint _checksum;
    private bool _inMember, _ended;

    /// <summary>Reads a stream that begins with a member.</summary>
    /// <param name="packed">The packed bytes; not disposed with this.</param>
    /// <param name="most">The most bytes that it may unpack to.</param>
    /// <param name="name">The file, for errors.</param>
    public GzipReader(Stream packed, long most, string name)
    {
        _packed = packed;
        _most = most;
        _name = name;
    }

    /// <exception cref="BelamyException">What is packed is damaged, or unpacks to too much.</exception>
    public override int Read(Span<byte> destination)
    {
        if (destination.IsEmpty)
            return 0;
        byte[] piece = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Min(destination.Length, 1 << 16));
        try
        {
            int read = ReadPiece(piece, Math.Min(destination.Length, piece.Length));
            piece.AsSpan(0, read).CopyTo(destination);
            return read;
        }
        catch (Exception e) when (e is SharpZipBaseException or IndexOutOfRangeException or ArgumentException)
        {
            // Tables of codes that cannot be are found by the bounds of arrays.
            throw Damaged("the compressed data are damaged", e);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private int ReadPiece(byte[] piece, int count)
    {
        while (!_ended)
        {
            if (!_inMember && !BeginMember())
                return 0;
            int read = _inflater.Inflate(piece, 0, count);
            if (read > 0)
            {
                _checksum = Crc32.Append(_checksum, piece.AsSpan(0, read));
                _memberLength += read;
                _unpacked += read;
                return _unpacked <= _most ? read : throw new BelamyException($"{_name}: {InputLimit.Exceeded(_most)}");
            }

            if (_inflater.IsFinished)
                EndMember();
            else if (_inflater.IsNeedingDictionary)
                throw Damaged("the compressed data are damaged");
            else
                FeedInflater();
        }

        return 0;
    }

    private void FeedInflater()
    {
        if (_start == _end && !Fill())
            throw Early();
        _inflater.SetInput(_buffer, _start, _end - _start);
        _start = _end;
    }

    /// <summary>Reads the header of a member; false at the end, where nothing or nothing but zeros is left.</summary>
    private bool BeginMember()
    {
        _memberStart = _packedLength - (_end - _start);
        bool isFirst = _memberStart == 0;
        if (_start == _end && !Fill())
        {
            _ended = true;
            return isFirst ? throw Early() : false;
        }

        if (!isFirst && _buffer[_start] == 0)
        {
            SkipZeros();
            _ended = true;
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        header[0] = Next(isFirst);
        if (header[0] != 0x1F || (header[1] = Next(isFirst)) != 0x8B)
            throw Garbage(_memberStart);
        for (int i = 2; i < header.Length; i++)
            header[i] = Next();
        byte flags = header[3];
        if (header[2] != 8 || (flags & 0xE0) != 0)
            throw Damaged($"the member at byte {_memberStart} is packed in a way that gzip does not know");
        if ((flags & 4) != 0)
        {
            for (int rest = Next() | (Next() << 8); rest > 0; rest--)
                Next();
        }

        // A name and a comment, each with a zero behind it; then half a checksum of the header.
        for (int texts = ((flags >> 3) & 1) + ((flags >> 4) & 1); texts > 0; texts--)
        {
            while (Next() != 0)
            {
            }
        }

        if ((flags & 2) != 0)
        {
            Next();
            Next();
        }

        _inflater.Reset();
        (_checksum, _memberLength, _inMember) = (0, 0, true);
        return true;
    }

    private void EndMember()
    {
        _start -= _inflater.RemainingInput;
        Span<byte> trailer = stackalloc byte[TrailerLength];
        for (int i = 0; i < trailer.Length; i++)
            trailer[i] = Next();
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != _checksum)
            throw Damaged($"the checksum of the member at byte {_memberStart} is wrong");
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != (uint)_memberLength)
            throw Damaged($"the length of the member at byte {_memberStart} is wrong");
        _inMember = false;
    }

    private void SkipZeros()
    {
        do
        {
            int other = _buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept((byte)0);
            if (other >= 0)
                throw Garbage(_packedLength - (_end - _start) + other);
            _start = _end;
        }
        while (Fill());
    }

    private byte Next(bool isFirst = true)
    {
        if (_start == _end && !Fill())
            throw isFirst ? Early() : Garbage(_memberStart);
        return _buffer[_start++];
    }

    private bool Fill()
    {
        (_start, _end) = (0, _packed.Read(_buffer));
        _packedLength += _end;
        return _end > 0;
    }

    private BelamyException Early() => Damaged("the compressed data end early");

    private BelamyException Garbage(long at) => new($"{_name}: goes on with something else than gzip from byte {at} on; cut that off, or get the file anew from its source");

    private BelamyException Damaged(string what, Exception? cause = null) =>
        new($"{_name}: cannot be decompressed ({what}); the file is damaged, get it anew from its source", cause);
}
