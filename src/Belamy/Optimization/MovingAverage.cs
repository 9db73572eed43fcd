using Belamy.Tensors;

namespace Belamy.Optimization;

/// <summary>
/// An exponential moving average of parameters, kept in parameters <c>average/NAME</c> beside them: samples of averaged
/// weights are better than those of the last ones. Yazıcı et al. 2019, arXiv:1806.04498.
/// </summary>
/// <remarks>
/// a ← d a + (1 - d) θ, with d = min(decay, (1 + t) / (10 + t)) after t moves, so that the first, poor weights are
/// forgotten quickly. d is the scalar parameter <c>average-decay</c>.
/// </remarks>
public sealed class MovingAverage
{
    private readonly Dictionary<Parameter, Parameter> _averages = [];
    private readonly Parameter _current;

    /// <summary>Creates the averages, equal to what the parameters hold at <see cref="Start"/>.</summary>
    /// <param name="store">Holds the averages.</param>
    /// <param name="parameters">What to average: weights and running statistics.</param>
    /// <param name="decay">The share that stays at each move once warmed up, in [0, 1).</param>
    public MovingAverage(ParameterStore store, IEnumerable<Parameter> parameters, double decay)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(parameters);
        if (decay is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "The decay of a moving average lies in [0, 1).");
        Decay = decay;
        foreach (Parameter parameter in parameters)
            _averages.Add(parameter, store.Create($"average/{parameter.Name}", parameter.Shape));
        _current = store.Create("average-decay", Shape.Scalar);
    }

    /// <summary>The share that stays at each move once warmed up.</summary>
    public double Decay { get; }

    /// <summary>Moves that the averages followed before this run, at least 0; as many are over at its beginning, so that they are not forgotten at once.</summary>
    internal long MovesBefore { get; set; }

    /// <summary>Each parameter and its average.</summary>
    public IReadOnlyDictionary<Parameter, Parameter> Averages => _averages;

    /// <summary>Sets the averages to the parameters' present values.</summary>
    public void Start()
    {
        foreach ((Parameter parameter, Parameter average) in _averages)
            parameter.AsBytes().CopyTo(average.AsBytes());
    }

    /// <summary>Sets the share that stays at the next move.</summary>
    /// <param name="moves">Moves averaged so far.</param>
    public void Warm(long moves) => _current.AsSpan<float>()[0] = (float)Math.Min(Decay, (1.0 + MovesBefore + moves) / (10.0 + MovesBefore + moves));

    /// <summary>Adds the averages' updates to the context of a move that changes the parameters.</summary>
    public void Update(ForwardContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Tensor gain = 1 - context.Read(_current);
        foreach ((Parameter parameter, Parameter average) in _averages)
        {
            Tensor before = context.Read(average);
            context.Update(average, before + (gain * (context.Read(parameter) - before)));
        }
    }

    /// <summary>Tensors computed with the averages in place of the parameters.</summary>
    public Tensor[] Substitute(params IReadOnlyList<Tensor> tensors) =>
        Tensor.Substitute(tensors, _averages.ToDictionary(pair => pair.Key.Value, pair => pair.Value.Value));
}
