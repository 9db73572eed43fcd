using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// In training shifts each item in time by a whole number of samples from U{-radius, …, radius}, the same for all its maps; what
/// comes in from beyond an end is the reflection of what lies inside. In use passes everything. Donahue, McAuley and Puckette
/// 2018, arXiv:1802.04208, section 3.3.
/// </summary>
/// <remarks>
/// A critic of sounds would otherwise tell generated ones by the phase at which the artefacts of transposed convolutions repeat.
/// The authors' code draws one shift for a whole batch; here each item has its own, so that an item's score hangs on it alone.
/// </remarks>
/// <param name="radius">The farthest shift, at least 0 and less than the length of an item.</param>
public sealed class PhaseShuffle(int radius = 2) : Module
{
    private readonly int _radius = radius >= 0 ? radius : throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius of a phase shuffle is at least 0.");

    /// <inheritdoc/>
    public override string Description => $"phase shuffle {_radius}";

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input) =>
        input.Rank == 2 && input[1] > _radius ? input : throw Unfit(input, $"it takes [channels, samples] with more than {_radius} samples");

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        if (!context.IsTraining || _radius == 0)
            return input;
        int size = input.Shape[2], shifts = (2 * _radius) + 1;
        Tensor continued = Tensor.Concat(2, input.Slice(2, 1, _radius).Reverse(2), input, input.Slice(2, size - 1 - _radius, _radius).Reverse(2));
        Tensor drawn = context.RandomUniform(Path, [input.Shape[0], 1, 1]);
        // The first of the pieces whose bound is above what was drawn.
        Tensor shifted = continued.Slice(2, shifts - 1, size);
        for (int at = shifts - 2; at >= 0; at--)
            shifted = Tensor.Select(drawn < (at + 1.0) / shifts, continued.Slice(2, at, size), shifted);
        return shifted;
    }
}
