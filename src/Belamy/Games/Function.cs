using Belamy.Data;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>The graph of a function.</summary>
/// <param name="context">The context of the pass; not training, its statistics those that were taken.</param>
/// <param name="inputs">A batch of each field that the function takes, in their order: [batch, ...its shape].</param>
/// <returns>[batch, ...the shape of what it gives].</returns>
public delegate Tensor FunctionGraph(ForwardContext context, IReadOnlyList<Tensor> inputs);

/// <summary>
/// What a trained system does, by name: <c>translate</c> a picture, <c>classify</c> it, <c>score</c> it. Said once by the
/// system; commands, C#, previews and reports take it from here.
/// </summary>
/// <param name="Name">A verb: <c>translate</c>.</param>
/// <param name="Takes">The fields that it takes.</param>
/// <param name="Gives">The field that it gives.</param>
/// <param name="Graph">What it computes.</param>
public sealed record Function(string Name, IReadOnlyList<Field> Takes, Field Gives, FunctionGraph Graph)
{
    /// <summary>Averages to use in place of weights, or null.</summary>
    public MovingAverage? Average { get; init; }

    /// <summary>How it is spoken of: <c>translate: input → target</c>.</summary>
    public override string ToString() => $"{Name}: {string.Join(", ", Takes.Select(field => field.Name))} → {Gives.Name}";
}
