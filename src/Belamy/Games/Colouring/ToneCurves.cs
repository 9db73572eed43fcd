using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>Rising curves of straight pieces, one for each channel of each picture, as photographers bend tones and colours by.</summary>
/// <remarks>
/// <see cref="Knots"/> knots lie at even distances h from -1 to 1. A curve has a parameter for each: p(0) is what it has above -1 at its first
/// knot, and softplus(p(k) + ln(e - 1)) its slope up to knot k, which is above 0, and 1 for p(k) = 0: with all of them 0 it changes nothing.
/// The value at x is -1 + p(0) + Σ slope(k) · min(max(x - x(k - 1), 0), h).
/// </remarks>
public static class ToneCurves
{
    /// <summary>Knots of a curve.</summary>
    public const int Knots = 8;

    private const double Distance = 2.0 / (Knots - 1);

    // softplus of it is 1.
    private static readonly double Straight = Math.Log(Math.E - 1);

    /// <summary>Bends the channels of pictures.</summary>
    /// <param name="channels">[batch, channels, height, width], values in [-1, 1]; what lies outside counts as the nearer end.</param>
    /// <param name="parameters">[batch, channels × <see cref="Knots"/>], the parameters of a channel side by side.</param>
    /// <returns>[batch, channels, height, width]; values may leave [-1, 1].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Bend(Tensor channels, Tensor parameters)
    {
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(parameters);
        if (channels.Rank != 4 || parameters.Rank != 2 || parameters.Shape[0] != channels.Shape[0] || parameters.Shape[1] != channels.Shape[1] * Knots)
            throw new ArgumentException($"Curves bend pictures [batch, channels, height, width] by [batch, channels × {Knots}] parameters, not {channels.Shape} by {parameters.Shape}.", nameof(parameters));
        Tensor curves = parameters.Reshape(channels.Shape[0], channels.Shape[1], Knots, 1);
        Tensor bent = At(0) - 1;
        for (int knot = 1; knot < Knots; knot++)
            bent += (At(knot) + Straight).Softplus() * (channels - (-1 + ((knot - 1) * Distance))).Clamp(0, Distance);
        return bent;

        Tensor At(int knot) => curves.Slice(2, knot, 1);
    }
}
