using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Which pitches sound, decided from how strongly they do: binary units whose slopes go straight through. Bengio, Léonard and
/// Courville 2013, arXiv:1308.3432, section 4.
/// </summary>
public static class SoundingPitches
{
    /// <summary>1 for what sounds from a half on, else 0; in a melody, where one note sounds at a time, for the strongest of a step alone.</summary>
    /// <param name="rolls">How strongly pitches sound, [batch, 1, steps, pitches] in [0, 1].</param>
    /// <param name="isMelody">1 or 0, one value.</param>
    /// <returns>[batch, 1, steps, pitches], without slopes.</returns>
    public static Tensor Decide(Tensor rolls, Tensor isMelody)
    {
        ArgumentNullException.ThrowIfNull(rolls);
        ArgumentNullException.ThrowIfNull(isMelody);
        Tensor strongest = rolls.ReduceMax([3], keepAxes: true) * isMelody.Reshape(1, 1, 1, 1);
        return 1 - (rolls < strongest.Max(0.5)).Cast(ElementType.Float32);
    }

    /// <summary>The same 0 and 1, with the slopes of the values that they are decided by: x + stop(decide(x) - x).</summary>
    /// <inheritdoc cref="Decide"/>
    public static Tensor StraightThrough(Tensor rolls, Tensor isMelody) => rolls + (Decide(rolls, isMelody) - rolls).StopGradient();
}
