using System.Runtime.InteropServices;
using Belamy.Games;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy.Diagnosis;

/// <summary>How far a player's weights went since the state that a run would go back to, 50 steps before as a rule.</summary>
/// <remarks>
/// The root of the sum of their squared differences, as a share of the root of the sum of their squares. A state that is kept anyway is
/// compared with, so that nothing is stored for it and an interrupted run measures the same.
/// </remarks>
internal static class Movement
{
    /// <summary>The name of a player's number in the log.</summary>
    public static string NameOf(Player player) => player.Name + Numbers.MovementSuffix;

    /// <summary>Measures a player that has weights; null for one that has none, or none but zeros that it moved away from.</summary>
    public static double? Of(Player player, KeptState kept)
    {
        double difference = 0, length = 0;
        foreach (Parameter parameter in player.Parameters)
        {
            if (parameter.ElementType != ElementType.Float32)
                continue;
            ReadOnlySpan<float> now = parameter.AsSpan<float>();
            ReadOnlySpan<float> before = MemoryMarshal.Cast<byte, float>(kept.Values[parameter.Name]);
            for (int at = 0; at < now.Length; at++)
            {
                double change = now[at] - before[at];
                difference += change * change;
                length += before[at] * (double)before[at];
            }
        }

        if (length > 0)
            return Math.Sqrt(difference / length);
        return player.Parameters.Count > 0 && difference == 0 ? 0 : null;
    }
}
