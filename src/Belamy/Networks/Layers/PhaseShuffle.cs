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
        (int batch, int channels, int size) = (input.Shape[0], input.Shape[1], input.Shape[2]);
        int shifts = (2 * _radius) + 1;
        // The first shift whose bound is above what was drawn.
        Tensor drawn = context.RandomUniform(Path, [batch, 1, 1]).Reshape(batch, 1);
        Tensor shift = Tensor.Constant(_radius, drawn.Shape, ElementType.Int32);
        for (int at = 1; at < shifts; at++)
            shift -= (drawn < ((double)at / shifts)).Cast(ElementType.Int32);
        Tensor place = Tensor.Iota([batch, size], 1) + shift;
        // Reflected at the first sample and at the last.
        place = Tensor.Max(place, 0 - place);
        place = Tensor.Min(place, (2 * (size - 1)) - place);
        // A sample with all its maps is a row: so activations of convolutions lie in memory.
        Tensor samples = input.Permute(0, 2, 1).Reshape(batch * size, channels);
        Tensor shifted = samples.Gather((place + (Tensor.Iota([batch, size], 0) * size)).Reshape(batch * size));
        return shifted.Reshape(batch, size, channels).Permute(0, 2, 1);
    }
}
