using Belamy.Data;

namespace Belamy.Metrics;

/// <summary>Samples of a generator as a data set, made when they are read: a sample follows from the seed and its number.</summary>
/// <remarks>Reading in rising order is fast; it runs a program, so it is for one thread at a time.</remarks>
public sealed class GeneratorDataset : Dataset
{
    private const int Round = 16 * Generator.ChunkSize;
    private readonly Generator _generator;
    private readonly long? _seed;
    private readonly Lock _lock = new();
    private readonly int[] _labels;
    private Samples? _samples;
    private int _first;

    /// <summary>Wraps a generator.</summary>
    /// <param name="generator">The generator; it stays its owner's.</param>
    /// <param name="count">Number of samples, at least 1.</param>
    /// <param name="seed">Chooses the latent vectors; the generator's own seed when left out.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="classNames">What the generator's classes are called, which makes samples labelled; without them they have no labels.</param>
    /// <exception cref="ArgumentException">There are names, but not one for each of the generator's classes.</exception>
    public GeneratorDataset(Generator generator, int count, long? seed = null, string name = "samples", IReadOnlyList<string>? classNames = null)
        : base(name, ItemOf(generator).Span, classNames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (ClassNames.Count > 0 && ClassNames.Count != generator.Classes)
            throw new ArgumentException($"The generator has {generator.Classes} classes, not {ClassNames.Count}.", nameof(classNames));
        // As samples go round the classes.
        _labels = [.. Enumerable.Range(0, ClassNames.Count > 0 ? count : 0).Select(index => index % generator.Classes)];
        _generator = generator;
        _seed = seed;
        Count = count;
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Labels => _labels;

    /// <inheritdoc/>
    public override void Read(int index, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        lock (_lock)
        {
            if (_samples is null || index < _first || index >= _first + _samples.Count)
            {
                int first = index / Round * Round, count = Math.Min(Round, Count - first);
                // What follows those that are there need not be made from the beginning.
                _samples = _generator.Succession is not null && _samples is not null && first == _first + _samples.Count
                    ? _generator.FollowOn(_samples.ValuesOf(_samples.Count - 1), count, _seed, first)
                    : _generator.Sample(count, _seed, first);
                _first = first;
            }

            _samples.ValuesOf(index - _first).CopyTo(destination);
        }
    }

    /// <inheritdoc/>
    protected override string ComputeFingerprint() => throw new NotSupportedException("Samples have no fingerprint: the weights they come from may change.");

    private static Tensors.Shape ItemOf(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return generator.Item;
    }
}
