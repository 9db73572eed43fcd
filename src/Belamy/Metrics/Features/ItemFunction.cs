using Belamy.Data;
using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>What checks measure of items beside samples: functions over trained parameters, by <see cref="ItemProgram"/>.</summary>
internal static class ItemFunction
{
    /// <summary>The values of a function for every item.</summary>
    /// <param name="name">What it is, for dumps and traces.</param>
    /// <param name="items">Items one behind the other.</param>
    /// <param name="item">The shape of one.</param>
    /// <param name="function">From [chunk, ...item] to [chunk, ...]; networks behave as in use, random numbers go by the item's number.</param>
    /// <param name="seed">Decides the random numbers.</param>
    /// <param name="chunk">Items per run of the program; the last chunk is padded.</param>
    /// <returns>The values of all items one behind the other.</returns>
    public static float[] Apply(
        string name, ReadOnlySpan<float> items, Shape item, Func<ForwardContext, Tensor, Tensor> function, long seed = 1, int chunk = 100)
    {
        using var program = new ItemProgram(name, item, function, chunk);
        var values = new float[items.Length / checked((int)item.Count) * program.Size];
        program.Run(items, values, seed);
        return values;
    }

    /// <summary>The first items of a data set, or all of them where it has fewer.</summary>
    public static float[] Read(Dataset data, int count = int.MaxValue)
    {
        int[] indices = [.. Enumerable.Range(0, Math.Min(count, data.Count))];
        var values = new float[checked(indices.Length * data.ItemLength)];
        data.ReadBatch(indices, values);
        return values;
    }
}
