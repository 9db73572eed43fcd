using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// One player's move as one compiled program: its loss, the gradients with respect to its own parameters, the
/// optimizer's updates, the networks' statistics, the random numbers, the averages.
/// </summary>
public sealed class Move : IDisposable
{
    private readonly string[] _measures;
    private readonly Parameter? _gathered;

    private Move(Player player, Program program, Parameter? gathered, IEnumerable<string> measures)
    {
        Player = player;
        Program = program;
        _gathered = gathered;
        _measures = [.. measures];
        TakesData = program.InputNames.Contains(Turn.DataInput);
        TakesLabels = program.InputNames.Contains(Turn.LabelsInput);
    }

    /// <summary>Whose move it is.</summary>
    public Player Player { get; }

    /// <summary>The compiled program. It runs once, or once for each batch whose gradients the player gathers.</summary>
    public Program Program { get; }

    /// <summary>Whether each run takes a batch of data.</summary>
    public bool TakesData { get; }

    /// <summary>Whether each run takes the classes of its batch.</summary>
    public bool TakesLabels { get; }

    /// <summary>Whether the move is not complete: its program has run, and runs again for the batches that are left.</summary>
    public bool IsGathering => _gathered is not null && _gathered.AsSpan<float>()[0] > 0;

    /// <summary>The loss of the last run.</summary>
    public float Loss => Program.Outputs[0].Scalar;

    /// <summary>Names of the other numbers that each run measures.</summary>
    public IReadOnlyList<string> Measures => _measures;

    /// <summary>A number that the last run measured.</summary>
    /// <param name="index">Its index in <see cref="Measures"/>.</param>
    public float Measured(int index) => Program.Outputs[index + 1].Scalar;

    /// <inheritdoc/>
    public void Dispose() => Program.Dispose();

    internal static Move Compile(Player player, ParameterStore store, Parameter random, Parameter learningRate, int batch, Shape item, IEnumerable<Parameter> frozen, Action<double>? progress = null)
    {
        var context = new ForwardContext(random.Value);
        context.Freeze(frozen);
        var turn = new Turn(context, batch, item);
        Tensor loss = player.Loss(turn);
        if (loss.Shape.Count != 1)
            throw new InvalidOperationException($"The loss of {player.Name} is {loss.ElementType}{loss.Shape}, not one number.");
        var state = new OptimizerState(store, player.Name);
        GradientAccumulation? accumulation = player.Accumulation > 1 ? new GradientAccumulation(context, state, player.Accumulation) : null;
        loss = Play(player, context, state, learningRate, loss, accumulation);
        player.Average?.Update(context);
        accumulation?.Finish(context);
        context.Update(random, random.Value + Tensor.Literal(NDArray.From<int>([4], [0, 0, 1, 0])));
        var program = Program.Compile(player.Name, [loss, .. turn.Measures.Select(measure => measure.Value)], context.Updates, progress);
        return new Move(player, program, accumulation?.Gathered, turn.Measures.Select(measure => measure.Name));
    }

    /// <summary>Adds to a context what a move does to its player's parameters, going by a loss.</summary>
    /// <returns>The loss with what the player pays beside it.</returns>
    internal static Tensor Play(
        Player player, ForwardContext context, OptimizerState state, Parameter learningRate, Tensor loss, GradientAccumulation? accumulation = null)
    {
        if (player.HistoricalAveraging > 0)
            loss += new HistoricalAverage(state).Distance(context, player.Parameters) * player.HistoricalAveraging;
        if (player.WeightLoss is { } weightLoss)
            loss += weightLoss(context);
        // A player without parameters, such as one that counts, moves by what its loss updates alone.
        if (player.Parameters.Count > 0)
        {
            Tensor[] gradients = loss.Gradient([.. player.Parameters.Select(context.Read)]);
            if (accumulation is not null)
                gradients = accumulation.Add(context, player.Parameters, gradients);
            if (player.GradientLimit > 0)
                gradients = Shorten(gradients, player.GradientLimit);
            Tensor rate = player.FinalShare == 1 ? learningRate.Value : learningRate.Value * context.Between(1, player.FinalShare);
            player.Optimizer.Apply(context, state, player.Parameters, gradients, rate);
        }

        player.Constrain?.Invoke(context, player.Parameters);
        return loss;
    }

    // Pascanu et al. 2013, arXiv:1211.5063: g ← g · limit / ‖g‖ where ‖g‖ is above the limit.
    private static Tensor[] Shorten(Tensor[] gradients, double limit)
    {
        Tensor norm = (gradients.Select(gradient => gradient.Square().Sum()).Aggregate((sum, square) => sum + square) + 1e-12).Sqrt();
        Tensor factor = Tensor.Select(norm > limit, limit / norm, Tensor.Constant(1, Shape.Scalar));
        return [.. gradients.Select(gradient => gradient * factor)];
    }
}
