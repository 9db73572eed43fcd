using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>A function of items over trained parameters, compiled for chunks: networks behave as in use.</summary>
internal sealed class ItemProgram : IDisposable
{
    private const string ItemsInput = "items";
    private const string StateInput = "state";

    private readonly int _length;
    private readonly int _chunk;
    private readonly Program _program;

    /// <summary>Compiles a function.</summary>
    /// <param name="name">What it is, for dumps and traces.</param>
    /// <param name="item">The shape of an item.</param>
    /// <param name="function">From [chunk, ...item] to [chunk, ...]; random numbers go by the item's number.</param>
    /// <param name="chunk">Items per run of the program; the last chunk is padded.</param>
    public ItemProgram(string name, Shape item, Func<ForwardContext, Tensor, Tensor> function, int chunk)
    {
        _length = checked((int)item.Count);
        _chunk = chunk;
        var context = new ForwardContext(Tensor.Input(StateInput, [4], ElementType.Int32)) { IsTraining = false, CollectsUpdates = false };
        _program = Program.Compile(name, [function(context, Tensor.Input(ItemsInput, [chunk, .. item]))]);
        Size = checked((int)(_program.Outputs[0].Shape.Count / chunk));
    }

    /// <summary>Number of values of the function for an item.</summary>
    public int Size { get; }

    /// <summary>Writes the values for every item.</summary>
    /// <param name="items">Items one behind the other.</param>
    /// <param name="values">Takes the values of all items one behind the other.</param>
    /// <param name="seed">Decides the random numbers.</param>
    public void Run(ReadOnlySpan<float> items, Span<float> values, long seed = 1)
    {
        int count = items.Length / _length;
        for (int done = 0; done < count; done += _chunk)
        {
            int here = Math.Min(_chunk, count - done);
            items.Slice(done * _length, here * _length).CopyTo(_program.Input(ItemsInput).AsSpan<float>());
            if (_program.InputNames.Contains(StateInput))
                ParameterScope.SeedWords(seed, firstRow: done).AsSpan<int>().CopyTo(_program.Input(StateInput).AsSpan<int>());
            _program.Run();
            _program.Outputs[0].AsSpan<float>()[..(here * Size)].CopyTo(values[(done * Size)..]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();
}
