namespace Belamy.Cli.Terminal;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>Draws the last values, the smallest at the bottom and the largest at the top; values that are no numbers leave a gap.</summary>
    /// <param name="values">The curve.</param>
    /// <param name="width">The largest number of characters.</param>
    public static string Draw(IReadOnlyList<double> values, int width)
    {
        int count = Math.Min(values.Count, width);
        int start = values.Count - count;
        double smallest = double.PositiveInfinity;
        double largest = double.NegativeInfinity;
        for (int i = start; i < values.Count; i++)
        {
            if (!double.IsFinite(values[i]))
                continue;
            smallest = Math.Min(smallest, values[i]);
            largest = Math.Max(largest, values[i]);
        }

        double range = largest - smallest;
        return string.Create(count, (values, start, smallest, range), static (text, state) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                double value = state.values[state.start + i];
                double height = state.range > 0 ? (value - state.smallest) / state.range : 0.5;
                text[i] = double.IsFinite(value) ? Levels[Math.Clamp((int)(height * Levels.Length), 0, Levels.Length - 1)] : ' ';
            }
        });
    }
}
