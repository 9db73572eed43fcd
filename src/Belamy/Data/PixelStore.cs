using System.Security.Cryptography;
using Belamy.Files.Interop;

namespace Belamy.Data;

/// <summary>The bytes of many items of one length, in blocks, so that a set may be larger than one array.</summary>
internal sealed class PixelStore
{
    private const int LargestBlock = 1 << 30;

    private readonly byte[][] _blocks;
    private readonly int _itemsPerBlock;
    private readonly int _itemLength;
    private readonly MappedFile? _file;
    private readonly int _stride;

    /// <summary>Wraps an array that holds whole items.</summary>
    public PixelStore(byte[] items, int itemLength)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(itemLength, 1);
        if (items.Length % itemLength != 0)
            throw new ArgumentException($"{items.Length} bytes are not a whole number of items of {itemLength} bytes.", nameof(items));
        _blocks = [items];
        _itemLength = itemLength;
        Count = items.Length / itemLength;
        _itemsPerBlock = Math.Max(1, Count);
    }

    /// <summary>Makes room for a number of items, all zero.</summary>
    public PixelStore(int count, int itemLength, int largestBlock = LargestBlock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(itemLength, 1);
        _itemLength = itemLength;
        Count = count;
        _itemsPerBlock = Math.Max(1, Math.Min(count, largestBlock / itemLength));
        _blocks = new byte[(count + _itemsPerBlock - 1) / _itemsPerBlock][];
        for (int block = 0; block < _blocks.Length; block++)
        {
            int items = Math.Min(_itemsPerBlock, count - block * _itemsPerBlock);
            _blocks[block] = new byte[checked(items * itemLength)];
        }
    }

    /// <summary>Items of a file, for reading alone.</summary>
    /// <param name="file">The file.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="itemLength">The bytes of an item.</param>
    /// <param name="stride">The bytes from item to item.</param>
    public PixelStore(MappedFile file, int count, int itemLength, int stride)
    {
        (_file, Count, _itemLength, _stride) = (file, count, itemLength, stride);
        _blocks = [];
    }

    public int Count { get; }

    /// <summary>The bytes of one item, for filling; a file's have none.</summary>
    public Span<byte> this[int index]
    {
        get
        {
            (int block, int item) = Math.DivRem(Require(index), _itemsPerBlock);
            return _blocks[block].AsSpan(item * _itemLength, _itemLength);
        }
    }

    /// <summary>The bytes of one item.</summary>
    public ReadOnlySpan<byte> Read(int index) => _file is null ? this[index] : _file.Slice((long)Require(index) * _stride, _itemLength);

    /// <summary>Hands all bytes over to a hash, in order.</summary>
    public void AppendTo(IncrementalHash hash)
    {
        foreach (byte[] block in _blocks)
            hash.AppendData(block);
        for (int item = 0; _file is not null && item < Count; item++)
            hash.AppendData(Read(item));
    }

    private int Require(int index) =>
        (uint)index < (uint)Count ? index : throw new ArgumentOutOfRangeException(nameof(index), index, $"The set holds items 0 to {Count - 1}.");
}
