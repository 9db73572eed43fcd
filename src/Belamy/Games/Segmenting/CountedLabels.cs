using Belamy.Data.Kinds;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>The labels of maps that are learned: all, or all but one that says nothing, such as void.</summary>
internal sealed class CountedLabels
{
    private readonly int? _ignored;

    /// <summary>Leaves a label out.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="ignored">Its number, or null.</param>
    /// <exception cref="BelamyException">There is no such label, or fewer than two are left.</exception>
    public CountedLabels(SegmentationMaps maps, int? ignored)
    {
        (_ignored, int all) = (ignored, maps.Colours.Count);
        Count = ignored is null ? all : all - 1;
        if (ignored >= all)
            throw new BelamyException($"ignored={ignored}: these are {maps.Description}, whose numbers are 0 to {all - 1}");
        if (Count < 2)
            throw new BelamyException($"These are {maps.Description}{(ignored is null ? "" : $", of which number {ignored} is ignored")}; give maps that show two at least");
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>1 at pixels of these labels, 0 at others: as the maps, [batch, 1, height, width]; null where all count.</summary>
    public Tensor? Mask(Tensor maps) => _ignored is { } ignored ? 1 - (Above(maps, ignored) - Above(maps, ignored + 1)) : null;

    /// <summary>Numbers among these labels, [batch, 1, height, width]; those of pixels that do not count mean nothing.</summary>
    public Tensor Number(Tensor maps) => _ignored is { } ignored ? (maps - Above(maps, ignored)).Max(0) : maps;

    /// <summary>1 for the label of each pixel and 0 for the others, [batch, labels, height, width].</summary>
    public Tensor OneHot(Tensor maps) => Tensor.OneHot(Number(maps).Cast(ElementType.Int32).Reshape(-1), Count, maps.ElementType)
        .Reshape(maps.Shape[0], maps.Shape[2], maps.Shape[3], Count).Permute(0, 3, 1, 2);

    /// <summary>The likeliest labels, by their numbers in the maps: [batch, 1, height, width].</summary>
    /// <param name="logits">[batch, labels, height, width].</param>
    public Tensor Likeliest(Tensor logits)
    {
        Tensor numbers = logits.ArgMax(1).Reshape(logits.Shape.With(1, 1)).Cast(ElementType.Float32);
        return _ignored is { } ignored ? numbers + Above(numbers, ignored) : numbers;
    }

    /// <summary>1 where numbers are a number at least.</summary>
    private static Tensor Above(Tensor numbers, int number) => (numbers > number - 0.5).Cast(numbers.ElementType);
}
