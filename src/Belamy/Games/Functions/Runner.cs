using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>A function in use: applied to items in chunks, with the weights as they are at the moment.</summary>
/// <remarks>What a function draws at random follows from the seed and the item's number, so an item alone gives what it gives among others.</remarks>
public sealed class Runner : IDisposable
{
    private const string StateInput = "state";
    private const int LargestChunk = 64;

    // Values that the inputs of one chunk may have together: large pictures go through a few at a time.
    private const long MostValues = 1 << 19;

    private readonly Program _program;
    private readonly LatentDescent? _search;
    private readonly IReadOnlyList<Program> _programs;
    private readonly int _chunk;
    private readonly bool _takesState;

    /// <summary>Compiles a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="items">Items that it is applied to at a time, at least 1; many when left out. One alone costs as much as that.</param>
    /// <param name="progress">Is told now and then the share of the compilation that is done; what it throws ends it.</param>
    public Runner(Function function, int items = LargestChunk, Action<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        Function = function;
        long values = function.Takes.Append(function.Gives).Max(field => field.Kind.Shape.Count);
        _chunk = (int)Math.Clamp(MostValues / Math.Max(1, values), 1, Math.Min(items, LargestChunk));
        var context = new ForwardContext(Tensor.Input(StateInput, [4], ElementType.Int32)) { IsTraining = false, CollectsUpdates = false };
        Tensor[] inputs = [.. function.Takes.Select(field => Tensor.Input(field.Name, [_chunk, .. field.Kind.Shape], field.Kind.ElementType))];
        _search = function.Search is { } search ? new LatentDescent(search, inputs, _chunk, function.Average) : null;
        Tensor output = function.Graph(context, _search is null ? inputs : [.. inputs, _search.Latents.Value]);
        Shape wanted = [_chunk, .. function.Gives.Kind.Shape];
        if (output.Shape != wanted)
            throw new InvalidOperationException($"{function} gives {output.Shape}, not {wanted}.");
        _program = Program.Compile(function.Name, function.Average is { } average ? average.Substitute(output) : [output], progress: progress);
        _programs = [.. _search?.Programs ?? [], _program];
        _takesState = _program.InputNames.Contains(StateInput);
    }

    /// <summary>The function.</summary>
    public Function Function { get; }

    /// <summary>The compiled function.</summary>
    internal Program Program => _program;

    /// <summary>Applies the function to items.</summary>
    /// <param name="inputs">The values of each field that it takes, in their order, items one behind the other; as many items of each.</param>
    /// <param name="seed">Decides what the function draws at random.</param>
    /// <param name="progress">Is told the items done.</param>
    /// <param name="cancellationToken">Ends the work between two chunks, or two moves of a search.</param>
    /// <returns>The values of what it gives, items one behind the other.</returns>
    /// <exception cref="ArgumentException">There are more or fewer inputs than fields, no whole number of items, or more of one field than of another.</exception>
    public float[] Run(IReadOnlyList<ReadOnlyMemory<float>> inputs, long seed = 0, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        int count = CountOf(inputs);
        int length = checked((int)Function.Gives.Kind.Shape.Count);
        var values = new float[checked(count * length)];
        for (int done = 0; done < count; done += _chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int here = Math.Min(_chunk, count - done);
            if (_takesState)
                ParameterScope.SeedWords(seed, firstRow: done).AsSpan<int>().CopyTo(_program.Input(StateInput).AsSpan<int>());
            for (int at = 0; at < inputs.Count; at++)
                Fill(Function.Takes[at], inputs[at].Span, done, here);
            _search?.Find(seed, done, cancellationToken);
            _program.Run();
            ProgramValue output = _program.Outputs[0];
            Span<float> place = values.AsSpan(done * length, here * length);
            if (output.ElementType == ElementType.Float32)
                output.AsSpan<float>()[..place.Length].CopyTo(place);
            else
                Widen(output.AsSpan<int>()[..place.Length], place);
            for (int item = 0; Function.Finish is { } finish && item < here; item++)
                finish([.. inputs.Select((input, at) => Item(Function.Takes[at], input, done + item))], place.Slice(item * length, length));
            progress?.Invoke(done + here);
        }

        return values;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _program.Dispose();
        _search?.Dispose();
    }

    private static ReadOnlyMemory<float> Item(Data.Field field, ReadOnlyMemory<float> values, int number)
    {
        int length = checked((int)field.Kind.Shape.Count);
        return values.Slice(number * length, length);
    }

    private int CountOf(IReadOnlyList<ReadOnlyMemory<float>> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != Function.Takes.Count || inputs.Count == 0)
            throw new ArgumentException($"{Function} takes {Function.Takes.Count} fields, not {inputs.Count}.", nameof(inputs));
        long[] counts = [.. inputs.Select((input, at) => input.Length % Function.Takes[at].Kind.Shape.Count == 0 ? input.Length / Function.Takes[at].Kind.Shape.Count : -1)];
        return counts[0] > 0 && counts.Distinct().Count() == 1
            ? (int)counts[0]
            : throw new ArgumentException($"{string.Join(", ", inputs.Select(input => input.Length))} values are not as many whole items of each field of {Function}.", nameof(inputs));
    }

    // What a function does not look at is no input of its program; places of the last chunk that are left keep what they held.
    private void Fill(Data.Field field, ReadOnlySpan<float> values, int first, int count)
    {
        int length = checked((int)field.Kind.Shape.Count);
        ReadOnlySpan<float> items = values.Slice(first * length, count * length);
        foreach (Program program in _programs)
        {
            if (program.InputNames.Contains(field.Name))
                Fill(program.Input(field.Name), items);
        }
    }

    private static void Fill(ProgramValue input, ReadOnlySpan<float> items)
    {
        if (input.ElementType == ElementType.Float32)
        {
            items.CopyTo(input.AsSpan<float>());
            return;
        }

        Span<int> whole = input.AsSpan<int>();
        for (int at = 0; at < items.Length; at++)
            whole[at] = (int)items[at];
    }

    private static void Widen(ReadOnlySpan<int> values, Span<float> destination)
    {
        for (int at = 0; at < values.Length; at++)
            destination[at] = values[at];
    }
}
