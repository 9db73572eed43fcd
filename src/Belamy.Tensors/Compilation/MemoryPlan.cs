using System.Globalization;
using System.Text;

namespace Belamy.Tensors.Compilation;

/// <summary>A stretch of memory and the waves during which something lives in it.</summary>
internal sealed class Allocation(string name, long bytes, int firstWave)
{
    public string Name { get; } = name;

    public long Bytes { get; } = bytes;

    public int FirstWave { get; } = firstWave;

    public int LastWave { get; set; } = firstWave;

    /// <summary>Place in the arena, once planned.</summary>
    public long Offset { get; set; } = -1;
}

/// <summary>
/// Places allocations in one arena so that those alive in a common wave never overlap: the largest first, each at the
/// lowest place that fits best.
/// </summary>
internal static class MemoryPlan
{
    /// <summary>Everything starts on a cache line.</summary>
    public const int Alignment = 64;

    /// <summary>Sets the offsets and returns the arena's size.</summary>
    /// <param name="allocations">What to place.</param>
    /// <param name="guard">Bytes left free behind each allocation, a multiple of the alignment.</param>
    public static long Place(IReadOnlyList<Allocation> allocations, int guard)
    {
        long peak = 0;
        // In order of offset, so the gaps between those alive at the same time come in order. Every allocation looks at all
        // that were placed before: plain values side by side, since there may be tens of thousands.
        var placed = new Placed[allocations.Count];
        int count = 0;
        foreach (Allocation allocation in allocations.OrderByDescending(allocation => allocation.Bytes))
        {
            long room = Room(allocation, guard);
            long end = 0;
            long best = -1;
            long bestGap = long.MaxValue;
            foreach (ref readonly Placed other in placed.AsSpan(0, count))
            {
                if (other.FirstWave > allocation.LastWave || allocation.FirstWave > other.LastWave)
                    continue;
                long gap = other.Offset - end;
                if (gap >= room && gap < bestGap)
                    (best, bestGap) = (end, gap);
                end = Math.Max(end, other.End);
            }

            allocation.Offset = best >= 0 ? best : end;
            int index = count;
            while (index > 0 && placed[index - 1].Offset > allocation.Offset)
                index--;
            Array.Copy(placed, index, placed, index + 1, count - index);
            placed[index] = new Placed(allocation.FirstWave, allocation.LastWave, allocation.Offset, checked(allocation.Offset + room));
            count++;
            peak = Math.Max(peak, placed[index].End);
        }

        return peak;
    }

    /// <summary>The plan as a table, in order of offset.</summary>
    public static string Describe(IEnumerable<Allocation> allocations)
    {
        var text = new StringBuilder();
        foreach (Allocation allocation in allocations.OrderBy(allocation => allocation.Offset).ThenBy(allocation => allocation.FirstWave))
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{allocation.Offset,12} {allocation.Bytes,12} waves {allocation.FirstWave,4}..{allocation.LastWave,-4} {allocation.Name}");
        }

        return text.ToString();
    }

    private static long Room(Allocation allocation, int guard) => ((allocation.Bytes + Alignment - 1) / Alignment * Alignment) + guard;

    private readonly struct Placed(int firstWave, int lastWave, long offset, long end)
    {
        public readonly int FirstWave = firstWave;
        public readonly int LastWave = lastWave;
        public readonly long Offset = offset;
        public readonly long End = end;
    }
}
