using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Training;

/// <summary>
/// One move of one player while its graph is built: gives the data, applies networks as the player's own or as frozen,
/// and takes what is to be measured.
/// </summary>
public sealed class Turn
{
    internal const string DataInput = "data";
    internal const string LabelsInput = "labels";
    private readonly Shape _item;
    private readonly List<(string Name, Tensor Value)> _measures = [];
    private Tensor? _data;
    private Tensor? _labels;

    internal Turn(ForwardContext context, int batch, Shape item)
    {
        Context = context;
        Batch = batch;
        _item = item;
    }

    /// <summary>Collects updates and draws random numbers.</summary>
    public ForwardContext Context { get; }

    /// <summary>Number of items in a batch.</summary>
    public int Batch { get; }

    /// <summary>The next batch of data, [batch, ...item], values in [-1, 1]. A move that never asks for it takes none.</summary>
    public Tensor Data => _data ??= Tensor.Input(DataInput, [Batch, .. _item]);

    /// <summary>The classes of <see cref="Data"/>, Int32 [batch].</summary>
    public Tensor Labels => _labels ??= Tensor.Input(LabelsInput, [Batch], ElementType.Int32);

    internal IReadOnlyList<(string Name, Tensor Value)> Measures => _measures;

    /// <summary>Applies a network that moves: its statistics are taken.</summary>
    public Tensor Apply(Module network, Tensor input) => Apply(network, input, collectsUpdates: true);

    /// <summary>
    /// Applies a network that stands still in this move: it behaves as in training, but leaves no trace in its
    /// statistics. Gradients flow through it to the player's own parameters.
    /// </summary>
    public Tensor ApplyFrozen(Module network, Tensor input) => Apply(network, input, collectsUpdates: false);

    /// <summary>Takes a number along with every move, for progress and the log.</summary>
    /// <param name="name">Its name: <c>accuracy-real</c>.</param>
    /// <param name="value">A scalar.</param>
    /// <exception cref="ArgumentException">The value is no scalar of Float32.</exception>
    public void Measure(string name, Tensor value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Shape.Count != 1 || value.ElementType != ElementType.Float32)
            throw new ArgumentException($"Measure '{name}' is {value.ElementType}{value.Shape}, not one Float32.", nameof(value));
        _measures.Add((name, value));
    }

    private Tensor Apply(Module network, Tensor input, bool collectsUpdates)
    {
        ArgumentNullException.ThrowIfNull(network);
        bool before = Context.CollectsUpdates;
        Context.CollectsUpdates = before && collectsUpdates;
        Tensor output = network.Forward(Context, input);
        Context.CollectsUpdates = before;
        return output;
    }
}
