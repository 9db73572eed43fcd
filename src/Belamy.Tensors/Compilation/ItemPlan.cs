namespace Belamy.Tensors.Compilation;

/// <summary>Batched products, with their epilogues, that are run item by item.</summary>
internal sealed class ItemPlan : KernelPlan
{
    private readonly HashSet<Tensor> _written;

    /// <param name="parts">In the order in which they run.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="within">What is written and read here alone, and where in a worker's scratch an item's part of it lies, in bytes.</param>
    /// <param name="withinBytes">Bytes of scratch that they take.</param>
    public ItemPlan(IReadOnlyList<NodePlan> parts, int items, IReadOnlyDictionary<Tensor, long> within, long withinBytes)
    {
        (Parts, Items, Within, WithinBytes) = (parts, items, within, withinBytes);
        _written = [.. parts.SelectMany(part => part.Writes)];
    }

    public IReadOnlyList<NodePlan> Parts { get; }

    public int Items { get; }

    public IReadOnlyDictionary<Tensor, long> Within { get; }

    public long WithinBytes { get; }

    public override IEnumerable<Tensor> Writes => _written.Where(tensor => !Within.ContainsKey(tensor));

    public override IEnumerable<Tensor> Reads => Parts.SelectMany(part => part.Reads).Except(_written);
}
