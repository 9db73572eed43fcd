using System.Collections;
using System.Runtime.CompilerServices;

namespace Belamy.Tensors;

/// <summary>The sizes of a tensor along each axis, for example <c>[64, 3, 28, 28]</c>. Immutable; a scalar has rank 0.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    /// <summary>The most elements that a shape may have: more than any machine addresses, and few enough that bytes and strides fit 64 bits.</summary>
    public const long MostElements = 1L << 47;

    private readonly int[]? _sizes;

    /// <summary>Creates a shape.</summary>
    /// <param name="sizes">The size along each axis, each at least 0.</param>
    /// <exception cref="ArgumentException">A size is negative.</exception>
    /// <exception cref="SizeLimitException">There are more than <see cref="MostElements"/>.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        // An axis without elements counts as one: strides are products of the others.
        long count = 1;
        foreach (int size in sizes)
        {
            if (size < 0)
                throw new ArgumentException($"Shape [{string.Join(", ", sizes.ToArray())}] has a negative size.", nameof(sizes));
            if (count > MostElements / Math.Max(1, size))
                throw new SizeLimitException($"Shape [{string.Join(", ", sizes.ToArray())}] has more elements than {MostElements:N0}; make it smaller.");
            count *= Math.Max(1, size);
        }

        _sizes = sizes.ToArray();
    }

    /// <summary>The shape of a single value.</summary>
    public static Shape Scalar => default;

    /// <summary>Number of axes.</summary>
    public int Rank => _sizes?.Length ?? 0;

    /// <summary>Number of elements.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (int size in Span)
                count *= size;
            return count;
        }
    }

    /// <summary>The sizes.</summary>
    public ReadOnlySpan<int> Span => _sizes;

    int IReadOnlyCollection<int>.Count => Rank;

    /// <summary>The size along an axis; <c>^1</c> is the last.</summary>
    public int this[int axis] => Span[axis];

    /// <summary>Number of axes; lets <c>shape[^1]</c> work.</summary>
    public int Length => Rank;

    /// <summary>Row-major strides, in elements.</summary>
    public long[] Strides()
    {
        var strides = new long[Rank];
        long stride = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= this[axis];
        }

        return strides;
    }

    /// <summary>The same shape with another size along one axis.</summary>
    public Shape With(int axis, int size)
    {
        int[] sizes = ToArray();
        sizes[axis] = size;
        return new Shape(sizes);
    }

    /// <summary>A copy of the sizes.</summary>
    public int[] ToArray() => Span.ToArray();

    /// <summary>Creates a shape from a collection expression.</summary>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in Span)
            hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>Whether two shapes have the same sizes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>The sizes in brackets: <c>[64, 3, 28, 28]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", ToArray())}]";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_sizes ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
