using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// What systems that repair pictures have in common: the pictures, holes in them, and the functions <c>restore</c>, which fills
/// a hole, and <c>mask</c>, which draws one as in training.
/// </summary>
/// <remarks>Holes are drawn anew for every item of a move, unless the data have a field <c>mask</c>: then they are those.</remarks>
public sealed class Repair
{
    /// <summary>The name of the function that fills holes.</summary>
    public const string RestoreName = "restore";

    private const string MaskName = "mask";
    private readonly HoleShape _shape;
    private readonly bool _isGiven;

    /// <summary>Finds the pictures among the fields of the data.</summary>
    /// <param name="setup">The game's setup.</param>
    /// <param name="shape">Where holes are that are drawn.</param>
    /// <exception cref="BelamyException">The items are no pictures, or are too small to have holes.</exception>
    public Repair(GameSetup setup, HoleShape shape)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _shape = shape;
        (Picture, Looks) = setup.Pictures();
        if (Math.Min(Looks.Height, Looks.Width) < 4)
            throw new BelamyException($"{Models.NameOf(setup.Recipe)}: pictures of {Looks.Width}×{Looks.Height} have no room for a hole; choose others, see belamy data");
        var kind = new Masks(Looks.Height, Looks.Width) { Fit = Looks.Fit };
        Mask = setup.Fields.FirstOrDefault(field => field.Name == MaskName && field.Kind is Masks && field.Kind.Shape == kind.Shape) ?? new Field(MaskName, kind);
        _isGiven = setup.Fields.Contains(Mask);
    }

    /// <summary>The field of the pictures.</summary>
    public Field Picture { get; }

    /// <summary>What they are.</summary>
    public Pictures Looks { get; }

    /// <summary>The field of the holes: 1 in a hole.</summary>
    public Field Mask { get; }

    /// <summary>A hole for each item of a move.</summary>
    /// <param name="turn">The move.</param>
    /// <returns>[batch, 1, height, width]: 1 in a hole, 0 elsewhere.</returns>
    public Tensor Draw(Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return _isGiven ? turn[Mask] : Holes.Draw(turn.Context, _shape, turn.Batch, Looks.Height, Looks.Width);
    }

    /// <summary>Pictures with the hole filled: outside it they are the same bits.</summary>
    /// <param name="pictures">[batch, channels, height, width].</param>
    /// <param name="masks">[batch, 1, height, width].</param>
    /// <param name="filling">What comes into the hole, of the shape of the pictures.</param>
    public static Tensor Fill(Tensor pictures, Tensor masks, Tensor filling) => Tensor.Select(masks < 0.5, pictures, filling);

    /// <summary>Pictures with the middle grey in the hole.</summary>
    /// <param name="pictures">[batch, channels, height, width].</param>
    /// <param name="masks">[batch, 1, height, width].</param>
    public static Tensor Cut(Tensor pictures, Tensor masks)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return Fill(pictures, masks, Tensor.Zeros(pictures.Shape));
    }

    /// <summary>The known pixels around holes.</summary>
    /// <param name="masks">[batch, 1, height, width].</param>
    /// <param name="pixels">How far they reach, along each side.</param>
    /// <returns>[batch, 1, height, width]: 1 at a pixel outside a hole that is so near to one, 0 elsewhere.</returns>
    public static Tensor Around(Tensor masks, int pixels)
    {
        ArgumentNullException.ThrowIfNull(masks);
        return Spread(Spread(masks, 2, pixels, Tensor.Max), 3, pixels, Tensor.Max) - masks;
    }

    /// <summary>How much of a window around each known pixel lies in holes. Yeh et al. 2016, arXiv:1607.07539, the weight W of the context.</summary>
    /// <param name="masks">[batch, 1, height, width].</param>
    /// <param name="window">Pixels along each side of it, an odd number. What lies beyond the picture is no hole.</param>
    /// <returns>[batch, 1, height, width]: a share of the window's pixels, 0 in holes and far from them.</returns>
    public static Tensor Nearness(Tensor masks, int window)
    {
        ArgumentNullException.ThrowIfNull(masks);
        return Spread(Spread(masks, 2, window / 2, (one, other) => one + other), 3, window / 2, (one, other) => one + other) * (1.0 / (window * window)) * (1 - masks);
    }

    private static Tensor Spread(Tensor masks, int axis, int pixels, Func<Tensor, Tensor, Tensor> join)
    {
        Tensor spread = masks;
        int size = masks.Shape[axis];
        for (int shift = 1; shift <= Math.Min(pixels, size - 1); shift++)
        {
            Tensor zeros = Tensor.Zeros(masks.Shape.With(axis, shift));
            spread = join(spread, Tensor.Concat(axis, zeros, masks.Slice(axis, 0, size - shift)));
            spread = join(spread, Tensor.Concat(axis, masks.Slice(axis, shift, size - shift), zeros));
        }

        return spread;
    }

    /// <summary>The sum of values, for each value that holes have: the mean where values are 0 outside them.</summary>
    /// <param name="values">[batch, channels, height, width].</param>
    /// <param name="masks">[batch, 1, height, width].</param>
    public static Tensor PerHole(Tensor values, Tensor masks)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(masks);
        return values.Sum() / (masks.Sum() * values.Shape[1]).Max(1);
    }

    /// <summary>What such a system does for people: <c>restore</c> and <c>mask</c>.</summary>
    /// <param name="paint">Makes what comes into the hole, from pictures and masks.</param>
    /// <param name="average">Averages to use in place of weights, or null.</param>
    public IReadOnlyList<Function> Functions(Func<ForwardContext, Tensor, Tensor, Tensor> paint, MovingAverage? average) =>
    [
        new Function(RestoreName, [Picture, Mask], Picture, (context, fields) => Fill(fields[0], fields[1], paint(context, fields[0], fields[1]))) { Average = average },
        Drawing,
    ];

    /// <summary>The function <c>mask</c>.</summary>
    public Function Drawing => new(MaskName, [Picture], Mask, (context, fields) => Holes.Draw(context, _shape, fields[0].Shape[0], Looks.Height, Looks.Width));
}
