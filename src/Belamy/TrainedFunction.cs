using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;

namespace Belamy;

/// <summary>A function of a trained system in use: <c>Gan.Open("runs/facades")["translate"].Apply(picture)</c>.</summary>
/// <remarks>One item alone goes through a program of its own, which gives what it gives among others but for the rounding of sums.</remarks>
public sealed class TrainedFunction : IDisposable
{
    private readonly Lazy<Runner> _one, _many;
    private readonly long _seed;

    internal TrainedFunction(Function function, long seed)
    {
        Function = function;
        _seed = seed;
        _one = new(() => new Runner(function, items: 1));
        _many = new(() => new Runner(function));
    }

    /// <summary>What it takes and gives.</summary>
    public Function Function { get; }

    /// <summary>Applies it to a picture of any size, which is brought to the size that it was trained on.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>What it makes of it.</returns>
    /// <exception cref="BelamyException">It does not make pictures of pictures.</exception>
    public Image Apply(Image picture)
    {
        if (Function is not { Takes: [{ Kind: Pictures from }], Gives.Kind: Pictures to })
            throw new BelamyException($"{Function}: makes no pictures of pictures; apply it to values");
        return to.ToImage(Apply(from.ToItem(picture)));
    }

    /// <summary>Applies it to items.</summary>
    /// <param name="inputs">The values of each field that it takes, items one behind the other.</param>
    /// <returns>The values of what it gives, items one behind the other.</returns>
    /// <exception cref="ArgumentException">The values are not as many whole items of each field.</exception>
    public float[] Apply(params IReadOnlyList<ReadOnlyMemory<float>> inputs)
    {
        bool isOne = inputs is [var first, ..] && first.Length == Function.Takes[0].Kind.Shape.Count;
        return (isOne ? _one : _many).Value.Run(inputs, _seed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<Runner> runner in new[] { _one, _many })
        {
            if (runner.IsValueCreated)
                runner.Value.Dispose();
        }
    }
}
