using Belamy.Tensors;

namespace Belamy.Data;

/// <summary>A function of pixels, each by itself, compiled once for pictures of any size: it runs over so many pixels at a time.</summary>
internal sealed class PixelProgram : IDisposable
{
    private const int Pixels = 1 << 16;
    private const string PlanesInput = "planes", ValuesInput = "values";
    private readonly int[] _channels;
    private readonly Program _program;

    /// <summary>Compiles it.</summary>
    /// <param name="channels">The channels of each picture that it looks at.</param>
    /// <param name="values">Values that are the same for all pixels, beside them; 0 for none.</param>
    /// <param name="function">Computes pixels of the result, [1, channels, 1, pixels], from those of the pictures, and behind them the values, [1, values], where there are any.</param>
    public PixelProgram(int[] channels, int values, Func<Tensor[], Tensor> function)
    {
        _channels = channels;
        List<Tensor> inputs = [.. channels.Select((count, at) => Tensor.Input($"{PlanesInput}-{at}", [1, count, 1, Pixels], ElementType.Float32))];
        if (values > 0)
            inputs.Add(Tensor.Input(ValuesInput, [1, values], ElementType.Float32));
        _program = Program.Compile("pixels", [function([.. inputs])]);
    }

    /// <summary>Computes all pixels.</summary>
    /// <param name="pictures">[channels, pixels] of each picture.</param>
    /// <param name="values">The values; none where there are none.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>[channels, pixels].</returns>
    public float[] Run(float[][] pictures, ReadOnlySpan<float> values, CancellationToken cancellationToken)
    {
        int all = pictures[0].Length / _channels[0], made = _program.Outputs[0].AsSpan<float>().Length / Pixels;
        var result = new float[made * all];
        if (!values.IsEmpty)
            values.CopyTo(_program.Input(ValuesInput).AsSpan<float>());
        for (int first = 0; first < all; first += Pixels)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Pixels, all - first);
            for (int at = 0; at < pictures.Length; at++)
            {
                Span<float> input = _program.Input($"{PlanesInput}-{at}").AsSpan<float>();
                for (int channel = 0; channel < _channels[at]; channel++)
                    pictures[at].AsSpan((channel * all) + first, count).CopyTo(input[(channel * Pixels)..]);
            }

            _program.Run();
            for (int channel = 0; channel < made; channel++)
                _program.Outputs[0].AsSpan<float>().Slice(channel * Pixels, count).CopyTo(result.AsSpan((channel * all) + first));
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();
}
