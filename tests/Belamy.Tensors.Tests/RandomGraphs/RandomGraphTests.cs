using System.Globalization;
using System.Text;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Tests.RandomGraphs;

/// <summary>Compiled programs against the reference evaluator, over graphs that nobody thought of.</summary>
public sealed class RandomGraphTests
{
    private const int GraphsPerTest = 25;

    /// <summary>Seeds from 0 on; <c>BELAMY_TEST_GRAPHS=10000</c> goes hunting for more.</summary>
    private static readonly int Graphs = int.Parse(Environment.GetEnvironmentVariable("BELAMY_TEST_GRAPHS") ?? "300", CultureInfo.InvariantCulture);

    /// <summary>
    /// A program may round at other places than the reference does, and a graph may amplify that; how much, shows in
    /// <see cref="NoisyReference"/>, where disturbances of one unit in the last place spread. Allowed is this multiple of
    /// the largest difference that they make, for kernels that are good to a few units.
    /// </summary>
    private const double NoiseFactor = 16;

    /// <summary>Where disturbances happen to cancel: some units in the last place of a value, which is 1 or so in these graphs.</summary>
    private const double Roundings = 5e-7;

    public static TheoryData<int> FirstSeeds() => [.. Enumerable.Range(0, Graphs / GraphsPerTest).Select(block => block * GraphsPerTest)];

    [Theory]
    [MemberData(nameof(FirstSeeds))]
    public void Run_randomGraph_equalsReference(int firstSeed)
    {
        var failures = new List<string>();
        for (int seed = firstSeed; seed < firstSeed + GraphsPerTest; seed++)
        {
            if (Check(seed) is { } failure)
                failures.Add(failure);
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {GraphsPerTest} graphs. {string.Join("\n", failures.Take(2))}");
    }

    /// <summary>Null, or what differs with the smallest part of the graph that shows it.</summary>
    private static string? Check(int seed)
    {
        using var graph = new RandomGraph(seed);
        string? failure = Difference(graph, graph.Outputs, graph.Updates, runs: 2);
        if (failure is null)
            return null;
        foreach (Tensor tensor in Graph.InOrder([.. graph.Outputs, .. graph.Updates.Values]))
        {
            if (!tensor.Inputs.IsEmpty && Difference(graph, [tensor], new Dictionary<Parameter, Tensor>(), runs: 1) is { } smaller)
                return $"Seed {seed}: {failure}\nSmallest part that fails alone: {smaller}\n{Describe(tensor)}";
        }

        return $"Seed {seed}: {failure}\nEach node alone is right. Outputs: {string.Join("; ", graph.Outputs)}; updates: {string.Join("; ", graph.Updates)}\n{Describe([.. graph.Outputs, .. graph.Updates.Values])}";
    }

    private static string? Difference(RandomGraph graph, IReadOnlyList<Tensor> outputs, IReadOnlyDictionary<Parameter, Tensor> updates, int runs)
    {
        byte[][] before = [.. graph.Parameters.Select(parameter => parameter.AsBytes().ToArray())];
        try
        {
            using Program program = Program.Compile("random", outputs, updates);
            foreach ((Tensor input, NDArray value) in graph.Inputs)
            {
                string name = ((InputOperation)input.Operation).InputName;
                if (!program.InputNames.Contains(name))
                    continue;
                if (value.ElementType == ElementType.Float32)
                    value.AsSpan<float>().CopyTo(program.Input(name).AsSpan<float>());
                else
                    value.AsSpan<int>().CopyTo(program.Input(name).AsSpan<int>());
            }

            for (int run = 1; run <= runs; run++)
            {
                (NDArray Value, double Noise)[] expected = NoisyReference.Evaluate([.. outputs, .. updates.Values], graph.Inputs);
                program.Run();
                for (int output = 0; output < outputs.Count; output++)
                {
                    if (Compare(expected[output], program.Outputs[output].ToArray()) is { } difference)
                        return $"run {run}, output {output}, {outputs[output]}: {difference}";
                }

                int at = outputs.Count;
                foreach (Parameter parameter in updates.Keys)
                {
                    if (Compare(expected[at], NDArray.From(parameter.Shape, parameter.AsSpan<float>().ToArray())) is { } difference)
                        return $"run {run}, update of {parameter} to {updates[parameter]}: {difference}";
                    at++;
                }
            }

            return null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"{error.GetType().Name}: {error.Message} {error.StackTrace?.Split('\n')[0].Trim()}";
        }
        finally
        {
            foreach ((Parameter parameter, byte[] bytes) in graph.Parameters.Zip(before))
                bytes.CopyTo(parameter.AsBytes());
        }
    }

    private static string? Compare((NDArray Value, double Noise) expected, NDArray actual)
    {
        double[] exact = expected.Value.ToDoubles();
        double[] got = actual.ToDoubles();
        bool isFloat = actual.ElementType == ElementType.Float32;
        for (int at = 0; at < got.Length; at++)
        {
            double allowed = isFloat ? (NoiseFactor * expected.Noise) + (Roundings * (1 + Math.Abs(exact[at]))) : 0;
            if (!(Math.Abs(got[at] - exact[at]) <= allowed))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"element {at} of {actual.Shape} is {got[at]:G9} instead of {exact[at]:G9} (allowed difference {allowed:G3})");
            }
        }

        return null;
    }

    private static string Describe(params Tensor[] roots)
    {
        var text = new StringBuilder();
        var numbers = new Dictionary<Tensor, int>();
        foreach (Tensor node in Graph.InOrder(roots))
        {
            numbers[node] = numbers.Count;
            text.AppendLine(CultureInfo.InvariantCulture, $"  %{numbers[node]} = {node} ({string.Join(", ", node.Inputs.Select(input => $"%{numbers[input]}"))})");
        }

        return text.ToString();
    }
}
