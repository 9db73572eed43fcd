using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>One side of a game: what it may change, what it wants, and how it moves.</summary>
/// <remarks>
/// While a player moves all others stand still, by construction: the loss is differentiated with respect to
/// <see cref="Parameters"/> alone.
/// </remarks>
public sealed class Player
{
    /// <summary>Creates a player.</summary>
    /// <param name="name">Its name, for messages, logs and the paths of its optimizer's state.</param>
    /// <param name="parameters">What its moves change.</param>
    /// <param name="optimizer">How gradients become changes.</param>
    /// <param name="learningRate">The learning rate before any schedule.</param>
    /// <param name="loss">Builds the loss of one move, a scalar.</param>
    public Player(string name, IEnumerable<Parameter> parameters, Optimizer optimizer, double learningRate, Func<Turn, Tensor> loss)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        Name = name;
        Parameters = [.. parameters];
        Optimizer = optimizer;
        LearningRate = learningRate;
        Loss = loss;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What its moves change.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>How gradients become changes.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The learning rate before any schedule.</summary>
    public double LearningRate { get; }

    /// <summary>Builds the loss of one move.</summary>
    public Func<Turn, Tensor> Loss { get; }

    /// <summary>Averages that follow its moves, or null.</summary>
    public MovingAverage? Average { get; init; }

    /// <summary>The greatest norm of all gradients together; longer ones are shortened to it. 0 leaves them as they are.</summary>
    public double GradientLimit { get; init; }

    /// <summary>The weight, at least 0, of the squared distance to the mean of its past; see <see cref="HistoricalAverage"/>. 0 for none.</summary>
    public double HistoricalAveraging { get; init; }

    /// <summary>What the player pays for its weights beside its loss, a scalar; null for nothing.</summary>
    public Func<ForwardContext, Tensor>? WeightLoss { get; init; }

    /// <summary>Batches whose mean gradient a move goes by, at least 1. The move's program runs once for each of them.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>What stays as it is in every move of the game, though networks of this player have it: weights and statistics of frozen layers.</summary>
    public IReadOnlyList<Parameter> Frozen { get; init; } = [];

    /// <summary>The share, above 0, of its learning rate that is left once a burn-in is over: see <see cref="ForwardContext.Course"/>.</summary>
    public double FinalShare { get; init; } = 1;

    /// <summary>What is done to the parameters after the optimizer's update, such as clipping them; null for nothing.</summary>
    public Action<ForwardContext, IReadOnlyList<Parameter>>? Constrain { get; private init; }

    /// <summary>The same player with a constraint on its parameters.</summary>
    /// <param name="constrain">Updates them once more, through the context.</param>
    public Player With(Action<ForwardContext, IReadOnlyList<Parameter>> constrain) =>
        new(Name, Parameters, Optimizer, LearningRate, Loss)
        {
            Average = Average,
            GradientLimit = GradientLimit,
            HistoricalAveraging = HistoricalAveraging,
            WeightLoss = WeightLoss,
            Accumulation = Accumulation,
            Frozen = Frozen,
            FinalShare = FinalShare,
            Constrain = constrain,
        };
}
