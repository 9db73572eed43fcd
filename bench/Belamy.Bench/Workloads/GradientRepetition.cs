using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Bench.Workloads;

/// <summary>A function and all its gradients as one program: what a layer is to training.</summary>
internal static class GradientRepetition
{
    /// <summary>Compiles it; inputs are random.</summary>
    /// <param name="inputs">Shapes of what it takes, each of which gets a gradient.</param>
    /// <param name="function">The function.</param>
    public static Repetition Prepare(Shape[] inputs, Func<Tensor[], Tensor> function)
    {
        Tensor[] values = [.. inputs.Select((shape, at) => Tensor.Input($"input{at}", shape))];
        return Prepare(function(values), values, new ForwardContext(), 0);
    }

    /// <summary>Compiles a network of <paramref name="parameters"/> numbers; its input gets a gradient too.</summary>
    /// <param name="modules">What has parameters; built by <paramref name="function"/> or before.</param>
    /// <param name="input">The input.</param>
    /// <param name="context">The context of the pass.</param>
    /// <param name="output">What comes out.</param>
    /// <param name="resources">What is to be let go at the end.</param>
    public static Repetition Prepare(IReadOnlyList<Module> modules, Tensor input, ForwardContext context, Tensor output, params IDisposable[] resources)
    {
        Parameter[] parameters = [.. modules.SelectMany(module => module.Parameters)];
        return Prepare(output, [input, .. parameters.Select(context.Read)], context, parameters.Sum(parameter => parameter.Shape.Count), resources);
    }

    private static Repetition Prepare(Tensor output, Tensor[] sources, ForwardContext context, long parameters, params IDisposable[] resources)
    {
        // What comes down from the layers behind it.
        Tensor slope = Tensor.Input("slope", output.Shape);
        Tensor[] gradients = (output * slope).Sum().Gradient(sources);
        Tensors.Program program = Tensors.Program.Compile("layer", [output, .. gradients], context.Updates);
        var random = new Random(1);
        foreach (string input in program.InputNames)
            GameRepetition.Fill(program.Input(input), random);
        return new Repetition(program.Run, [program, .. resources]) { Parameters = parameters, Operations = program.Flops };
    }
}
