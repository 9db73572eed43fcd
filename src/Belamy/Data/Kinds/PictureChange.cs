using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Data.Kinds;

/// <summary>Pictures of any size changed pixel by pixel, as values say that were found of each at one size.</summary>
internal sealed class PictureChange : IDisposable
{
    private const int Pixels = 1 << 16;
    private readonly Pictures _taken, _given;
    private readonly Program _program;

    /// <summary>Compiles it.</summary>
    /// <param name="taken">What pictures are before.</param>
    /// <param name="given">What they become, of as many channels.</param>
    /// <param name="values">How many values a picture is changed by.</param>
    /// <param name="change">Computes pixels of the result, [1, channels, 1, pixels], from those of the picture and from the values, [1, values].</param>
    public PictureChange(Pictures taken, Pictures given, int values, Func<Tensor, Tensor, Tensor> change)
    {
        (_taken, _given) = (taken, given);
        Tensor picture = Tensor.Input(nameof(picture), [1, taken.Channels, 1, Pixels], ElementType.Float32), said = Tensor.Input(nameof(said), [1, values], ElementType.Float32);
        _program = Program.Compile(nameof(change), [change(picture, said)]);
    }

    /// <summary>Changes a picture.</summary>
    /// <param name="picture">The picture, all of it.</param>
    /// <param name="values">What it is changed by.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>As wide and high.</returns>
    public Image Apply(Image picture, float[] values, CancellationToken cancellationToken)
    {
        (int height, int width) = (picture.Height, picture.Width);
        float[] item = (_taken with { Height = height, Width = width }).ToItem(picture), result = new float[item.Length];
        int all = height * width;
        values.CopyTo(_program.Input("said").AsSpan<float>());
        for (int first = 0; first < all; first += Pixels)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Pixels, all - first);
            for (int channel = 0; channel < _taken.Channels; channel++)
                item.AsSpan((channel * all) + first, count).CopyTo(_program.Input("picture").AsSpan<float>()[(channel * Pixels)..]);
            _program.Run();
            for (int channel = 0; channel < _taken.Channels; channel++)
                _program.Outputs[0].AsSpan<float>().Slice(channel * Pixels, count).CopyTo(result.AsSpan((channel * all) + first));
        }

        return (_given with { Height = height, Width = width }).ToImage(result);
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();
}
