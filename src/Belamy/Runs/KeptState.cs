using Belamy.Tensors;

namespace Belamy.Runs;

/// <summary>
/// A copy of all state of a game as it was at the beginning of a step, which a run goes back to when its numbers are no
/// longer finite.
/// </summary>
/// <remarks>
/// It is taken at multiples of <see cref="Spacing"/>, never by the clock, so that a run goes back to the same state
/// wherever it was interrupted. A checkpoint of another step holds the copy beside its own values.
/// </remarks>
internal sealed class KeptState
{
    /// <summary>Steps from one copy to the next.</summary>
    public const int Spacing = 50;

    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    /// <summary>Whole steps completed.</summary>
    public long Step { get; set; }

    /// <summary>Items of data taken.</summary>
    public long Position { get; set; }

    /// <summary>The values by the names of their parameters.</summary>
    public IDictionary<string, byte[]> Values => _values;

    /// <summary>Whether a state is one that is kept.</summary>
    public static bool IsDue(long step, int move) => move == 0 && step % Spacing == 0;

    /// <summary>Whether it holds values for each of the parameters and nothing else.</summary>
    public bool Fits(ParameterStore store) => _values.Count == store.Parameters.Count
        && store.Parameters.All(parameter => _values.TryGetValue(parameter.Name, out byte[]? value) && value.Length == parameter.AsBytes().Length);

    /// <summary>Adds what the checkpoint that it comes from did not have yet, such as room for a number of the log, as it is now.</summary>
    public void Complete(ParameterStore store)
    {
        foreach (Parameter parameter in store.Parameters)
            _values.TryAdd(parameter.Name, parameter.AsBytes().ToArray());
    }

    /// <summary>Takes a copy; from the second on nothing is allocated.</summary>
    public void Take(ParameterStore store, long step, long position)
    {
        IReadOnlyList<Parameter> parameters = store.Parameters;
        for (int at = 0; at < parameters.Count; at++)
        {
            ReadOnlySpan<byte> bytes = parameters[at].AsBytes();
            if (!_values.TryGetValue(parameters[at].Name, out byte[]? copy))
                _values.Add(parameters[at].Name, copy = new byte[bytes.Length]);
            bytes.CopyTo(copy);
        }

        (Step, Position) = (step, position);
    }

    /// <summary>Gives all parameters the values they had.</summary>
    public void Restore(ParameterStore store)
    {
        foreach (Parameter parameter in store.Parameters)
            _values[parameter.Name].CopyTo(parameter.AsBytes());
    }
}
