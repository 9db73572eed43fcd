using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Data;

/// <summary>Pictures of any size changed pixel by pixel, as values say that were found of each at one size.</summary>
internal sealed class PictureChange : IDisposable
{
    private readonly Pictures _taken, _given;
    private readonly PixelProgram _program;

    /// <summary>Compiles it.</summary>
    /// <param name="taken">What pictures are before.</param>
    /// <param name="given">What they become, of as many channels.</param>
    /// <param name="values">How many values a picture is changed by.</param>
    /// <param name="change">Computes pixels of the result, [1, channels, 1, pixels], from those of the picture and from the values, [1, values].</param>
    public PictureChange(Pictures taken, Pictures given, int values, Func<Tensor, Tensor, Tensor> change)
    {
        (_taken, _given) = (taken, given);
        _program = new PixelProgram([taken.Channels], values, inputs => change(inputs[0], inputs[1]));
    }

    /// <summary>Changes a picture.</summary>
    /// <param name="picture">The picture, all of it.</param>
    /// <param name="values">What it is changed by.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>As wide and high.</returns>
    public Image Apply(Image picture, float[] values, CancellationToken cancellationToken)
    {
        float[] item = (_taken with { Height = picture.Height, Width = picture.Width }).ToItem(picture);
        return (_given with { Height = picture.Height, Width = picture.Width }).ToImage(_program.Run([item], values, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();
}
