using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>Pictures as they would look in another light, drawn within a step: a fresh one for every item, the same ones for the same seed.</summary>
public static class Lights
{
    private const string Stream = "light";

    /// <summary>Changes each picture of a batch.</summary>
    /// <remarks>Each channel c becomes (1 + r u) c + r w, cut to [-1, 1], with u and w uniform in [-1, 1], drawn for every channel by itself.</remarks>
    /// <param name="context">Draws the random numbers.</param>
    /// <param name="pictures">[batch, channels, height, width], values in [-1, 1].</param>
    /// <param name="reach">r, at least 0: how much contrast and brightness may change.</param>
    /// <returns>Pictures of the same shape.</returns>
    public static Tensor Change(ForwardContext context, Tensor pictures, double reach)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(pictures);
        (int batch, int channels) = (pictures.Shape[0], pictures.Shape[1]);
        Tensor drawn = reach * ((2 * context.RandomUniform(Stream, [batch, 2 * channels])) - 1);
        Tensor contrast = drawn.Slice(1, 0, channels).Reshape(batch, channels, 1, 1), brightness = drawn.Slice(1, channels, channels).Reshape(batch, channels, 1, 1);
        return (((1 + contrast) * pictures) + brightness).Clamp(-1, 1);
    }
}
