using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>The graph of a function.</summary>
/// <param name="context">The context of the pass; not training, its statistics those that were taken.</param>
/// <param name="inputs">A batch of each field that the function takes, in their order: [batch, ...its shape]; behind them the latent vectors that it searched for, where it does.</param>
/// <returns>[batch, ...the shape of what it gives].</returns>
public delegate Tensor FunctionGraph(ForwardContext context, IReadOnlyList<Tensor> inputs);

/// <summary>What is done to each item that a graph made.</summary>
/// <param name="inputs">The values of each field that the function takes.</param>
/// <param name="made">What the graph made of them, to be changed.</param>
public delegate void FunctionFinish(IReadOnlyList<ReadOnlyMemory<float>> inputs, Span<float> made);

/// <summary>What is done at a level between the size that was trained on and that of the pictures themselves.</summary>
/// <param name="inputs">The values of each field that the function takes, brought to the size of the level.</param>
/// <param name="enlarged">What was made at the level below, enlarged to that size.</param>
/// <param name="width">Pixels in a row.</param>
/// <returns>What is made at the level.</returns>
public delegate float[] FunctionLevel(IReadOnlyList<ReadOnlyMemory<float>> inputs, float[] enlarged, int width);

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

    /// <summary>The latent vectors that are searched for before the graph is computed; null for none.</summary>
    public LatentSearch? Search { get; init; }

    /// <summary>What is done to each item that the graph made; null for nothing.</summary>
    public FunctionFinish? Finish { get; init; }

    /// <summary>How what was made of pictures and a mask grows to the size of the pictures, doubled from level to level; null where it stays as it is.</summary>
    public FunctionLevel? Level { get; init; }

    /// <summary>Whether its graph is all that it does, so that it can be exported.</summary>
    public bool IsGraphAlone => Search is null && Finish is null;

    /// <summary>How it is applied to pictures of another size than it was trained on; null where it takes them of that size alone.</summary>
    public AnySize? AnySize { get; init; }

    /// <summary>
    /// How what it made at the size that was trained on is laid over a picture of another size: of the picture and of what was
    /// made, brought to its size, it computes each pixel of the result by that pixel of both; null where what is made stays as it is.
    /// </summary>
    public Func<Tensor, Tensor, Tensor>? Overlay { get; init; }

    /// <summary>How it changes pixels of pictures of any size by what is found of each at the size that was trained on; null where it does more.</summary>
    public PixelChange? Change { get; init; }

    /// <summary>Whether it takes pictures of other sizes than it was trained on, and gives what it makes at theirs.</summary>
    public bool TakesAnySize => AnySize is not null || Overlay is not null || Change is not null;

    /// <summary>The same function for pictures of another size.</summary>
    /// <param name="height">Rows of what it takes.</param>
    /// <param name="width">Pixels in a row of it.</param>
    /// <exception cref="InvalidOperationException">It takes pictures of one size alone.</exception>
    public Function For(int height, int width)
    {
        if (AnySize is not { } sizes || Takes is not [{ Kind: Pictures small } input] || Gives.Kind is not Pictures large)
            throw new InvalidOperationException($"{this} takes pictures of one size.");
        return (small.Height, small.Width) == (height, width) ? this : this with
        {
            Takes = [input with { Kind = small with { Height = height, Width = width } }],
            Gives = Gives with { Kind = large with { Height = height * sizes.Factor, Width = width * sizes.Factor } },
            Graph = sizes.Graph(height, width),
        };
    }

    /// <summary>The function that makes one field of another alone, for a field that nobody gives, such as a hole as in training; null for none.</summary>
    /// <param name="functions">All functions of the system.</param>
    /// <param name="wanted">What is to be made.</param>
    /// <param name="given">What there is.</param>
    public static Function? Making(IEnumerable<Function> functions, Field wanted, Field given) =>
        functions.FirstOrDefault(one => one.Gives == wanted && one.Takes is [var taken] && taken == given);

    /// <summary>How it is spoken of: <c>translate: input → target</c>.</summary>
    public override string ToString() => $"{Name}: {string.Join(", ", Takes.Select(field => field.Name))} → {Gives.Name}";
}
