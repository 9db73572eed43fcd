namespace Belamy.Data;

/// <summary>The bytes of many items of one length, in blocks, so that a set may be larger than one array.</summary>
internal sealed class PixelStore
{
    private const int LargestBlock = 1 << 30;

    private readonly byte[][] _blocks;
    private readonly int _itemsPerBlock;
    private readonly int _itemLength;

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

    public int Count { get; }

    /// <summary>The bytes of one item, for reading and for filling.</summary>
    public Span<byte> this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(index), index, $"The set holds items 0 to {Count - 1}.");
            (int block, int item) = Math.DivRem(index, _itemsPerBlock);
            return _blocks[block].AsSpan(item * _itemLength, _itemLength);
        }
    }

    /// <summary>All bytes in order.</summary>
    public IReadOnlyList<byte[]> Blocks => _blocks;
}
