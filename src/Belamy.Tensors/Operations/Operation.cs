namespace Belamy.Tensors.Operations;

/// <summary>
/// What a node computes from its inputs, with everything that is known when the graph is built. The set is closed: a
/// primitive is defined in the file of its family in this folder (its record, its shape rule and the public methods
/// built from it), has one row in <see cref="Gradients.GradientRules"/> and its kernels; nothing else knows it.
/// Records compare by value, which is what lets the compiler recognise equal nodes.
/// </summary>
internal abstract record Operation
{
    /// <summary>The name for messages and dumps.</summary>
    public virtual string Name => GetType().Name.Replace("Operation", "", StringComparison.Ordinal);

    /// <summary>Whether each element of the result depends on the elements at the same place of the inputs alone.</summary>
    public virtual bool IsElementwise => false;

    /// <summary>The attributes, for dumps; empty when there are none.</summary>
    protected virtual string Details => "";

    public sealed override string ToString() => Details.Length == 0 ? Name : $"{Name}({Details})";
}

/// <summary>Numbers of a shape-like attribute that compare by value.</summary>
internal readonly struct Numbers(params int[] values) : IEquatable<Numbers>
{
    private readonly int[] _values = values;

    public ReadOnlySpan<int> Span => _values;

    public int Length => _values.Length;

    public int this[int index] => _values[index];

    public bool Equals(Numbers other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Numbers other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int value in _values)
            hash.Add(value);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(", ", _values);
}
