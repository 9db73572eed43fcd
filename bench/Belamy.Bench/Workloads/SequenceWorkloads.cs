using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Bench.Workloads;

/// <summary>Layers over sequences, forward and backward: what they put out, and the gradients of their weights and their input.</summary>
internal static class SequenceWorkloads
{
    private const int Steps = 64;
    private const int Batch = 32;
    private const int Units = 256;

    private const int Sequences = 64;
    private const int Places = 256;
    private const int Features = 64;
    private const int Heads = 4;

    public static IEnumerable<Workload> All()
    {
        yield return new Workload("lstm step, 64×32×256", RecurrentWork(4), () => PrepareRecurrent(() => new Lstm(Units)));
        yield return new Workload("gru step, 64×32×256", RecurrentWork(3), () => PrepareRecurrent(() => new Gru(Units)));
        yield return new Workload("attention step, 64×256×64, 4 heads", AttentionWork, PrepareAttention);
    }

    private static Work AttentionWork
    {
        get
        {
            const double projections = 4.0 * Sequences * Places * Features * Features;
            const double products = 2.0 * Sequences * Places * Places * Features;
            return new Work(3 * 2 * (projections + products), sizeof(float) * ((2 * 4.0 * Features * Features) + (4.0 * Sequences * Places * Features)));
        }
    }

    /// <param name="gates">What is computed for each unit.</param>
    private static Work RecurrentWork(int gates)
    {
        // Of the input at every step, of the state at all but the first, where it is 0. Both directions; forward and two gradients.
        double weights = Units * gates * Units;
        double operations = 2 * 3 * 2.0 * ((Steps * Batch) + ((Steps - 1) * Batch)) * weights;
        return new Work(operations, sizeof(float) * ((4 * 2 * weights) + (6.0 * Steps * Batch * Units)));
    }

    /// <summary>One layer in both directions.</summary>
    private static Repetition PrepareRecurrent(Func<Module> create)
    {
        var store = new ParameterStore();
        var scope = new ParameterScope(store, 1);
        Module ahead = create().Build(scope.Child("ahead"), [Steps, Units]), back = create().Build(scope.Child("back"), [Steps, Units]);
        scope.Initialize();
        var context = new ForwardContext();
        Tensor input = Tensor.Input("input", [Batch, Steps, Units]);
        Tensor output = Tensor.Concat(2, ahead.Forward(context, input), back.Forward(context, input.Reverse(1)).Reverse(1));
        return GradientRepetition.Prepare([ahead, back], input, context, output, store);
    }

    /// <summary>Every place looks at all others, by four heads of 16 features. Projections to query, key and value, and behind the heads.</summary>
    private static Repetition PrepareAttention()
    {
        var store = new ParameterStore();
        var scope = new ParameterScope(store, 1);
        Module[] projections = [.. Enumerable.Range(0, 4).Select(at => new Dense(Features).Build(scope.Child($"projection{at}"), [Features]))];
        scope.Initialize();
        var context = new ForwardContext();
        Tensor input = Tensor.Input("input", [Sequences, Places, Features]);
        Tensor flat = input.Reshape(Sequences * Places, Features);
        Tensor scores = Tensor.MatMul(Head(0), Head(1), transposeRight: true) / Math.Sqrt(Features / Heads);
        Tensor shares = (scores - scores.ReduceMax([3], keepAxes: true).StopGradient()).Exp();
        Tensor seen = Tensor.MatMul(shares / shares.Sum(3, keepAxes: true), Head(2));
        Tensor output = projections[3].Forward(context, seen.Permute(0, 2, 1, 3).Reshape(Sequences * Places, Features)).Reshape(input.Shape);
        return GradientRepetition.Prepare(projections, input, context, output, store);

        // [sequences, heads, places, features of a head]
        Tensor Head(int projection) =>
            projections[projection].Forward(context, flat).Reshape(Sequences, Places, Heads, Features / Heads).Permute(0, 2, 1, 3);
    }
}
