namespace Belamy.Tensors.Cpu;

/// <summary>Copies between program memory, seen through strides, and arrays on the host.</summary>
internal static unsafe class HostMemory
{
    /// <summary>The elements at an address as an array.</summary>
    public static NDArray Read(nint address, ElementType elementType, Shape shape, ReadOnlySpan<long> strides) => elementType switch
    {
        ElementType.Float32 => NDArray.From(shape, Read<float>(address, shape, strides)),
        ElementType.Float64 => NDArray.From(shape, Read<double>(address, shape, strides)),
        ElementType.Int32 => NDArray.From(shape, Read<int>(address, shape, strides)),
        _ => NDArray.From(shape, Array.ConvertAll(Read<int>(address, shape, strides), mask => mask != 0)),
    };

    /// <summary>Writes an array's elements to an address.</summary>
    public static void Write(NDArray array, nint address, ReadOnlySpan<long> strides)
    {
        switch (array.ElementType)
        {
            case ElementType.Float32: Write(array.Values<float>(), array.Shape, address, strides); break;
            case ElementType.Float64: Write(array.Values<double>(), array.Shape, address, strides); break;
            case ElementType.Int32: Write(array.Values<int>(), array.Shape, address, strides); break;
            default: Write(Array.ConvertAll(array.Values<bool>(), truth => truth ? -1 : 0), array.Shape, address, strides); break;
        }
    }

    /// <summary>Copies bytes.</summary>
    public static void Copy(nint source, nint target, long bytes) => Buffer.MemoryCopy((void*)source, (void*)target, bytes, bytes);

    /// <summary>Fills memory with one byte.</summary>
    public static void Fill(nint address, long bytes, byte value) => new Span<byte>((void*)address, checked((int)bytes)).Fill(value);

    /// <summary>Whether memory holds one byte throughout.</summary>
    public static bool IsFilled(nint address, int bytes, byte value) => !new Span<byte>((void*)address, bytes).ContainsAnyExcept(value);

    private static T[] Read<T>(nint address, Shape shape, ReadOnlySpan<long> strides)
        where T : unmanaged
    {
        var values = new T[shape.Count];
        var walk = new Walk(shape, strides);
        for (long at = 0; at < values.LongLength; at++)
            values[at] = ((T*)address)[walk.Next()];
        return values;
    }

    private static void Write<T>(T[] values, Shape shape, nint address, ReadOnlySpan<long> strides)
        where T : unmanaged
    {
        var walk = new Walk(shape, strides);
        foreach (T value in values)
            ((T*)address)[walk.Next()] = value;
    }

    /// <summary>Offsets of a shape's places in row-major order.</summary>
    private ref struct Walk(Shape shape, ReadOnlySpan<long> strides)
    {
        private readonly Shape _shape = shape;
        private readonly ReadOnlySpan<long> _strides = strides;
        private readonly int[] _index = new int[shape.Rank];
        private long _offset;

        public long Next()
        {
            long offset = _offset;
            for (int axis = _shape.Rank - 1; axis >= 0; axis--)
            {
                _offset += _strides[axis];
                if (++_index[axis] < _shape[axis])
                    break;
                _offset -= _strides[axis] * _shape[axis];
                _index[axis] = 0;
            }

            return offset;
        }
    }
}
