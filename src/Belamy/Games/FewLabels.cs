using Belamy.Data;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>A few items of each class that come with their labels, for systems that learn from many items and few labels.</summary>
public sealed class FewLabels
{
    private readonly Tensor _items;
    private readonly Tensor _labels;

    private FewLabels(Tensor items, Tensor labels)
    {
        _items = items;
        _labels = labels;
    }

    /// <summary>Number of labelled items.</summary>
    public int Count => _labels.Shape[0];

    /// <summary>Chooses the same number of items of every class.</summary>
    /// <param name="data">Items with labels.</param>
    /// <param name="perClass">How many of each class, at least 1.</param>
    /// <param name="seed">Decides which: the same seed chooses the same items.</param>
    /// <exception cref="BelamyException">The data have no labels, or a class has fewer items.</exception>
    public static FewLabels Choose(Dataset data, int perClass, long seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        int classes = data.ClassNames.Count;
        if (classes < 2)
            throw new BelamyException($"{data.Name}: has no classes to learn from few labels; choose digits, mnist, fashion or a folder with a sub-folder for each class");
        var order = new int[data.Count];
        new EndlessPermutation(data.Count, seed).Fill(0, order);
        var chosen = new List<int>();
        for (int label = 0; label < classes; label++)
        {
            int[] ofClass = [.. order.Where(index => data.Labels[index] == label).Take(perClass)];
            if (ofClass.Length < perClass)
                throw new BelamyException($"{data.Name}: has {Counted.Of(ofClass.Length, "item")} of class {data.ClassNames[label]}, not the {perClass} that are to be labelled");
            chosen.AddRange(ofClass);
        }

        var values = new float[chosen.Count * data.ItemLength];
        data.ReadBatch(chosen.ToArray(), values);
        int[] labels = [.. chosen.Select(index => data.Labels[index])];
        return new FewLabels(
            Tensor.Literal(NDArray.From<float>([chosen.Count, .. data.ItemShape], values)), Tensor.Literal(NDArray.From<int>([chosen.Count], labels)));
    }

    /// <summary>A batch of labelled items for one move: all of them where a batch holds just as many, else drawn with repetition.</summary>
    /// <param name="turn">The move.</param>
    /// <returns>[batch, ...item], and Int32 [batch].</returns>
    public (Tensor Items, Tensor Labels) Draw(Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (turn.Batch == Count)
            return (_items, _labels);
        Tensor drawn = (turn.Context.RandomUniform("labelled", [turn.Batch]) * Count).Cast(ElementType.Int32);
        return (_items.Gather(drawn), _labels.Gather(drawn));
    }
}
