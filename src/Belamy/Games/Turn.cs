using Belamy.Data;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy.Games;

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
    private readonly List<Critique> _critiques = [];
    private readonly Dictionary<string, Tensor> _inputs;

    internal Turn(ForwardContext context, int batch, Shape item, Turn? origin = null)
    {
        Context = context;
        Batch = batch;
        _item = item;
        // A branch sees the batches of the move that it is a branch of.
        _inputs = origin?._inputs ?? new Dictionary<string, Tensor>(StringComparer.Ordinal);
    }

    /// <summary>Collects updates and draws random numbers.</summary>
    public ForwardContext Context { get; }

    /// <summary>Number of items in a batch.</summary>
    public int Batch { get; }

    /// <summary>The next batch of data, [batch, ...item], values in [-1, 1]. A move that never asks for it takes none.</summary>
    public Tensor Data => Input(DataInput, _item, ElementType.Float32);

    /// <summary>The classes of <see cref="Data"/>, Int32 [batch].</summary>
    public Tensor Labels => Input(LabelsInput, Shape.Scalar, ElementType.Int32);

    /// <summary>The next batch of a field of the data, [batch, ...its shape]. Fields over the same rows are of the same items.</summary>
    /// <param name="field">A field of the data: <see cref="GameSetup.Field"/>.</param>
    public Tensor this[Field field]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(field);
            return Input(field.Name, field.Kind.Shape, field.Kind.ElementType);
        }
    }

    internal IReadOnlyList<(string Name, Tensor Value)> Measures => _measures;

    internal IReadOnlyList<Critique> Critiques => _critiques;

    /// <summary>Applies a network that moves: its statistics are taken.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">[batch, ...its input].</param>
    /// <param name="labels">Int32 [batch], for networks that take classes.</param>
    public Tensor Apply(Module network, Tensor input, Tensor? labels = null) => Apply(network, input, labels, collectsUpdates: true);

    /// <summary>
    /// Applies a network that stands still in this move: it behaves as in training, but leaves no trace in its
    /// statistics. Gradients flow through it to the player's own parameters.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="input">[batch, ...its input].</param>
    /// <param name="labels">Int32 [batch], for networks that take classes.</param>
    public Tensor ApplyFrozen(Module network, Tensor input, Tensor? labels = null) => Apply(network, input, labels, collectsUpdates: false);

    /// <summary>A pass of networks that stand still, for those that are applied to more than a batch: it leaves no trace in their statistics.</summary>
    /// <param name="pass">Builds it.</param>
    internal Tensor Frozen(Func<ForwardContext, Tensor> pass)
    {
        bool before = Context.CollectsUpdates;
        Context.CollectsUpdates = false;
        Tensor output = pass(Context);
        Context.CollectsUpdates = before;
        return output;
    }

    /// <summary>Classes drawn evenly, for items to be generated.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <returns>Int32 [batch].</returns>
    public Tensor DrawLabels(int classes) =>
        (Context.RandomUniform("labels", [Batch]) * classes).Cast(ElementType.Int32);

    /// <summary>
    /// A move that begins as this one stands and whose updates and measures remain its own: what would be after another
    /// player's move, as graph.
    /// </summary>
    public Turn Branch() => new(Context.Branch(), Batch, _item, this);

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

    /// <summary>Takes along how many items a discriminator judges rightly: <c>accuracy-real</c> and <c>accuracy-generated</c>.</summary>
    /// <param name="real">Its logits for real items, above 0 where it takes them for real.</param>
    /// <param name="generated">Its logits for generated items.</param>
    /// <param name="objective">What the scores are for, where they may be no logits; see <see cref="Objective.ScoresHaveZero"/>.</param>
    public void MeasureAccuracy(Tensor real, Tensor generated, Objective? objective = null)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        (Tensor onReal, Tensor onGenerated) = Accuracies(real, generated, objective?.ScoresHaveZero ?? true);
        Measure(Numbers.AccuracyReal, onReal);
        Measure(Numbers.AccuracyGenerated, onGenerated);
    }

    /// <summary>
    /// Says what a discriminator judges in its own move, for the recipe's penalty to look at: once for each network that judges.
    /// See <c>Critic</c> of <see cref="GameSetup"/>, which adds the penalty to the loss.
    /// </summary>
    /// <param name="score">Applies the discriminator, frozen, to a batch of items: [batch, ...item] to [batch, 1], the higher the more real.</param>
    /// <param name="real">Real items as it sees them.</param>
    /// <param name="generated">Generated items as it sees them, as many.</param>
    /// <param name="realScores">Its scores of the real items, as its loss goes by them.</param>
    /// <param name="generatedScores">Its scores of the generated items.</param>
    public void Judge(Func<Tensor, Tensor> score, Tensor real, Tensor generated, Tensor realScores, Tensor generatedScores)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(realScores);
        ArgumentNullException.ThrowIfNull(generatedScores);
        _critiques.Add(new Critique(Context, score, real, generated, realScores, generatedScores));
    }

    /// <summary>The shares of real and of generated items that scores tell rightly.</summary>
    internal static (Tensor Real, Tensor Generated) Accuracies(Tensor real, Tensor generated, bool haveZero)
    {
        if (!haveZero)
        {
            Tensor middle = (real.Mean() + generated.Mean()) / 2;
            (real, generated) = (real - middle, generated - middle);
        }

        return (ShareOf(real > 0), ShareOf(generated < 0));
    }

    /// <summary>The share of items for which something is true.</summary>
    internal static Tensor ShareOf(Tensor condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return condition.Cast(ElementType.Float32).Mean();
    }

    private Tensor Input(string name, Shape item, ElementType type)
    {
        if (!_inputs.TryGetValue(name, out Tensor? tensor))
            _inputs.Add(name, tensor = Tensor.Input(name, [Batch, .. item], type));
        return tensor;
    }

    private Tensor Apply(Module network, Tensor input, Tensor? labels, bool collectsUpdates)
    {
        ArgumentNullException.ThrowIfNull(network);
        bool before = Context.CollectsUpdates;
        Context.CollectsUpdates = before && collectsUpdates;
        Tensor output = network.Forward(Context, input, labels);
        Context.CollectsUpdates = before;
        return output;
    }
}
