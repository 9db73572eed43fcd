using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

/// <summary>A generator in use: turns latent vectors into items, with averaged weights where they are kept and running statistics.</summary>
/// <remarks>
/// The latent vector of a sample follows from the seed and the sample's number, so 25 samples are the first 25 of 100.
/// It reads the weights as they are at the moment, so it may be used while they are being trained, between moves.
/// </remarks>
public sealed class Generator : IDisposable
{
    /// <summary>Samples per run of the program; more are made in chunks, and the last chunk is padded.</summary>
    public const int ChunkSize = 64;

    private const string StateInput = "state";
    private readonly Module _network;
    private readonly LatentPrior _prior;
    private readonly MovingAverage? _average;
    private Program? _program;

    /// <summary>Creates a generator.</summary>
    /// <param name="network">The network, built.</param>
    /// <param name="prior">Where latent vectors come from.</param>
    /// <param name="seed">The seed of samples that name none.</param>
    /// <param name="average">Averages to use in place of the weights, or null.</param>
    public Generator(Module network, LatentPrior prior, long seed = 0, MovingAverage? average = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(prior);
        _network = network;
        _prior = prior;
        _average = average;
        Seed = seed;
    }

    /// <summary>The shape of one sample.</summary>
    public Shape Item => _network.OutputShape;

    /// <summary>The seed of samples that name none.</summary>
    public long Seed { get; }

    /// <summary>Makes samples.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Chooses the latent vectors; <see cref="Seed"/> when left out.</param>
    /// <param name="first">The number of the first sample: 25 samples from number 25 on are the second 25 of 50.</param>
    public Samples Sample(int count, long? seed = null, int first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        Program program = Compile();
        int length = checked((int)Item.Count);
        var values = new float[checked(count * length)];
        for (int done = 0; done < count; done += ChunkSize)
        {
            ParameterScope.SeedWords(seed ?? Seed, firstRow: first + done).AsSpan<int>().CopyTo(program.Input(StateInput).AsSpan<int>());
            program.Run();
            int here = Math.Min(ChunkSize, count - done) * length;
            program.Outputs[0].AsSpan<float>()[..here].CopyTo(values.AsSpan(done * length));
        }

        return new Samples(Item, values);
    }

    /// <inheritdoc/>
    public void Dispose() => _program?.Dispose();

    internal Program Compile()
    {
        if (_program is not null)
            return _program;
        var context = new ForwardContext(Tensor.Input(StateInput, [4], ElementType.Int32)) { IsTraining = false, CollectsUpdates = false };
        Tensor output = _network.Forward(context, _prior.Draw(context, ChunkSize));
        return _program = Program.Compile("sample", _average is null ? [output] : _average.Substitute(output));
    }
}
