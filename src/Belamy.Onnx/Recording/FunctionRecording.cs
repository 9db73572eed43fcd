using Belamy.Games;
using Belamy.Tensors;
using Belamy.Tensors.Compilation;

namespace Belamy.Onnx.Recording;

/// <summary>The graph of a function at one size of the batch, with what it draws at random taken out.</summary>
internal sealed class FunctionRecording
{
    /// <summary>The input of the program that decides what is drawn.</summary>
    public const string StateInput = "state";

    /// <summary>Records a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="batch">Items at a time.</param>
    public FunctionRecording(Function function, int batch)
    {
        Batch = batch;
        var context = new ForwardContext(Tensor.Input(StateInput, [4], ElementType.Int32)) { IsTraining = false, CollectsUpdates = false };
        Tensor given = function.Graph(context, [.. function.Takes.Select(field => Tensor.Input(field.Name, [batch, .. field.Kind.Shape], field.Kind.ElementType))]);
        Drawing = function.Average is { } average ? average.Substitute(given)[0] : given;
        Noise = DrawnNoise.In(Drawing, batch);
        Output = Simplifier.Run(Tensor.Substitute([Drawing], Noise.SelectMany(noise => noise.Replacements).ToDictionary()))[0];
    }

    /// <summary>Items at a time.</summary>
    public int Batch { get; }

    /// <summary>What the function gives, drawing as it does.</summary>
    public Tensor Drawing { get; }

    /// <summary>What it draws.</summary>
    public IReadOnlyList<DrawnNoise> Noise { get; }

    /// <summary>What the function gives, with inputs in place of what it draws.</summary>
    public Tensor Output { get; }
}
