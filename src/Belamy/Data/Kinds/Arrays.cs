using Belamy.Data.Readers;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Numbers of any shape that mean nothing more.</summary>
/// <param name="Extents">The sizes along each axis, each at least 1.</param>
public sealed record Arrays(params IReadOnlyList<int> Extents) : Kind
{
    /// <summary>The sizes along each axis.</summary>
    public IReadOnlyList<int> Extents { get; init; } = [.. Extents.Select(extent => Extent.Require(extent, nameof(Extents)))];

    /// <inheritdoc/>
    public override string Name => "arrays";

    /// <inheritdoc/>
    public override Shape Shape => new([.. Extents]);

    /// <inheritdoc/>
    public override IReadOnlyList<string> FileEndings => [".npy"];

    /// <inheritdoc/>
    public override float[] Read(string path)
    {
        using NumpyReader reader = NumpyReader.Open(path);
        // Before any memory is taken for what the file says.
        if (!ArrayFile.Squeezed(reader.Shape).AsSpan().SequenceEqual(ArrayFile.Squeezed([.. Extents])))
            throw new BelamyException($"{path}: an array of [{string.Join(", ", reader.Shape)}] is none of {Shape}");
        var values = new float[Shape.Count];
        reader.Read(values);
        return values;
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<float> item, string path) => NumpyWriter.Write(path, Name, Shape.Span, item);

    /// <summary>Whether these are the same sizes.</summary>
    /// <param name="other">Other arrays.</param>
    public bool Equals(Arrays? other) => other is not null && Extents.SequenceEqual(other.Extents);

    /// <inheritdoc/>
    public override int GetHashCode() => Shape.GetHashCode();
}
