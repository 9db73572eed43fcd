using Belamy.Games;
using Belamy.Onnx.Format;
using Belamy.Onnx.Lowering;
using Belamy.Onnx.Recording;
using Belamy.Tensors;

namespace Belamy.Onnx.Checking;

/// <summary>Runs an exported model by ONNX Runtime beside our own program.</summary>
internal static class ExportCheck
{
    private const long MostValues = 1 << 19;

    /// <summary>Compares a model with the function that it was made of.</summary>
    /// <param name="function">The function.</param>
    /// <param name="lowered">Its graph as it was written.</param>
    /// <param name="graph">The graph that it was written from.</param>
    /// <param name="model">The content of the file.</param>
    /// <param name="items">Items to try.</param>
    /// <param name="batch">Items at a time; as many as are reasonable when left out.</param>
    /// <param name="progress">Is told the share that is done.</param>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    /// <returns>The greatest difference.</returns>
    /// <exception cref="BelamyException">They differ, or ONNX Runtime does not take the model.</exception>
    public static double Run(
        Function function, LoweredGraph lowered, TwinGraph graph, byte[] model, int items, int? batch = null, Action<double>? progress = null, CancellationToken cancellationToken = default)
    {
        long values = function.Takes.Append(function.Gives).Max(field => field.Kind.Shape.Count);
        int chunk = batch ?? (int)Math.Clamp(MostValues / Math.Max(1, values), 1, items);
        var recording = new FunctionRecording(function, chunk);
        using var own = new OwnProgram(function, recording);
        using var other = new OnnxRunner(model);
        float[][] inputs = CheckInputs.Of(function, items);
        double greatest = 0;
        for (int first = 0; first < items; first += chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The last batch begins again with the first items where there are too few.
            float[][] here = [.. inputs.Select((all, at) => Part(all, first, chunk, (int)function.Takes[at].Kind.Shape.Count))];
            (NDArray ours, Dictionary<string, NDArray> given) = own.Run(here, first);
            double apart = Difference.Between(ours, other.Run(given, lowered.Output.Name)[0]);
            if (!(apart <= Difference.Tolerance))
                throw Divergence(function, recording, lowered, graph, model, given, apart);
            greatest = Math.Max(greatest, apart);
            progress?.Invoke(Math.Min(1, (double)(first + chunk) / items));
        }

        return greatest;
    }

    private static float[] Part(float[] all, int first, int count, int length)
    {
        var part = new float[count * length];
        int items = all.Length / length;
        for (int at = 0; at < count; at++)
            all.AsSpan((first + at) % items * length, length).CopyTo(part.AsSpan(at * length));
        return part;
    }

    /// <summary>Where values between nodes begin to differ.</summary>
    private static BelamyException Divergence(
        Function function, FunctionRecording recording, LoweredGraph lowered, TwinGraph graph, byte[] model, Dictionary<string, NDArray> given, double apart)
    {
        string differs = $"{function.Name}: ONNX Runtime and Belamy differ by {apart:0.#e+0} (at most {Difference.Tolerance:0.#e+0} is let pass)";
        Dictionary<Tensor, Tensor> here = TwinGraph.Pair(graph.Output, recording.Output, function.Name);
        (Tensor Ours, OnnxNode Node)[] steps = [.. lowered.Nodes
            .SelectMany(node => lowered.Values.Where(pair => pair.Value.Value == node.Output).Take(1).Select(pair => (here[pair.Key], node)))];
        using Program program = Program.Compile("values between", [.. steps.Select(step => step.Ours)]);
        foreach ((string name, NDArray values) in given.Where(input => program.InputNames.Contains(input.Key)))
            OwnProgram.Fill(program.Input(name), values);
        program.Run();
        string[] names = [.. steps.Select(step => step.Node.Output.Name)];
        using var runner = new OnnxRunner([.. model, .. OnnxWriter.MoreOutputs(names.Except([lowered.Output.Name]))], optimize: false);
        NDArray[] theirs = runner.Run(given, names);
        for (int at = 0; at < steps.Length; at++)
        {
            double here2 = Difference.Between(program.Outputs[at].ToArray(), theirs[at]);
            if (!(here2 <= Difference.Tolerance))
                return new BelamyException($"{differs}; it begins at node {steps[at].Node.Name} ({steps[at].Node.Operator}), which is {steps[at].Ours}, with {here2:0.#e+0}. Nothing was written; please report it with the model and its settings");
        }

        return new BelamyException($"{differs}; no node of the file differs by itself, so ONNX Runtime's own changes to the graph are at work. Nothing was written");
    }
}
