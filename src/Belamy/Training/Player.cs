using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Training;

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
}
