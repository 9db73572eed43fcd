using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>One size of a <see cref="SynthesisNetwork"/>.</summary>
/// <param name="Layers">Its layers, of which the first may double the maps.</param>
/// <param name="Picture">Makes a picture of its maps; null where it makes none.</param>
public sealed record SynthesisBlock(IReadOnlyList<StyledLayer> Layers, StyledLayer? Picture);

/// <summary>
/// From styles, one for each layer, to a picture: a learned start that is the same for all, and layers that double it and that styles steer. Karras et
/// al. 2018, arXiv:1812.04948, figure 1. Parameters: <c>start</c> [maps, height, width] from N(0, 1), <c>B/L/…</c> of layer L of size B and
/// <c>B/picture/…</c>.
/// </summary>
/// <remarks>
/// It takes [layers, styles]. What makes a picture has the style of the layer behind it, as in the authors' program; where several sizes make one, each is
/// added to the one before, doubled (Karras et al. 2019, arXiv:1912.04958, figure 7).
/// </remarks>
/// <param name="start">[maps, height, width] of the start.</param>
/// <param name="blocks">The sizes, the smallest first; the last makes a picture.</param>
public sealed class SynthesisNetwork(Shape start, params IReadOnlyList<SynthesisBlock> blocks) : Module
{
    private readonly BilinearUpsampling?[] _doublings = new BilinearUpsampling?[blocks.Count];
    private Parameter? _start;

    /// <inheritdoc/>
    public override string Description => $"synthesis by {Counted.Of(Layers, "style")}";

    /// <summary>Styles that it takes, one a layer.</summary>
    public int Layers { get; } = blocks.Sum(block => block.Layers.Count) + (blocks[^1].Picture is ModulatedConvolution ? 1 : 0);

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [.. blocks.SelectMany(block => block.Picture is null ? block.Layers : [.. block.Layers, block.Picture])];

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (input.Rank != 2 || input[0] != Layers)
            throw Unfit(input, $"it takes [{Layers}, styles]");
        _start = AddParameter(scope, "start", start, Initializers.Normal(0, 1));
        (Shape maps, Shape? picture) = (start, null);
        for (int size = 0; size < blocks.Count; size++)
        {
            ParameterScope place = scope.Child($"{size}");
            for (int layer = 0; layer < blocks[size].Layers.Count; layer++)
                maps = blocks[size].Layers[layer].Build(place.Child($"{layer}"), maps).OutputShape;
            if (blocks[size].Picture is not { } paint)
                continue;
            if (picture is { } before)
                (_doublings[size] = new BilinearUpsampling()).Build(place.Child("doubled"), before);
            picture = paint.Build(place.Child("picture"), maps).OutputShape;
        }

        return blocks[^1].Picture is null ? throw Unfit(input, "its last size makes no picture") : picture!.Value;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        (int batch, int layer) = (input.Shape[0], 0);
        Tensor maps = context.Read(_start!).Reshape(new Shape([1, .. start])).BroadcastTo([batch, .. start]);
        Tensor? picture = null;
        for (int size = 0; size < blocks.Count; size++)
        {
            foreach (StyledLayer styled in blocks[size].Layers)
                maps = styled.Apply(context, maps, Style(layer++));
            if (blocks[size].Picture is not { } paint)
                continue;
            Tensor painted = paint.Apply(context, maps, Style(Math.Min(layer, Layers - 1)));
            picture = picture is null ? painted : _doublings[size]!.Forward(context, picture) + painted;
        }

        return picture!;

        Tensor Style(int at) => input.Slice(1, at, 1).Reshape(batch, input.Shape[2]);
    }
}
