using Belamy.Data;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>Functions of items over trained parameters, compiled for chunks: what checks measure beside samples.</summary>
internal static class ItemFunction
{
    private const string ItemsInput = "items";
    private const string StateInput = "state";

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
        int length = checked((int)item.Count);
        int count = items.Length / length;
        var context = new ForwardContext(Tensor.Input(StateInput, [4], ElementType.Int32)) { IsTraining = false, CollectsUpdates = false };
        using Program program = Program.Compile(name, [function(context, Tensor.Input(ItemsInput, [chunk, .. item]))]);
        int size = checked((int)(program.Outputs[0].Shape.Count / chunk));
        var values = new float[count * size];
        for (int done = 0; done < count; done += chunk)
        {
            int here = Math.Min(chunk, count - done);
            items.Slice(done * length, here * length).CopyTo(program.Input(ItemsInput).AsSpan<float>());
            if (program.InputNames.Contains(StateInput))
                ParameterScope.SeedWords(seed, firstRow: done).AsSpan<int>().CopyTo(program.Input(StateInput).AsSpan<int>());
            program.Run();
            program.Outputs[0].AsSpan<float>()[..(here * size)].CopyTo(values.AsSpan(done * size));
        }

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
