namespace Belamy.Metrics;

/// <summary>
/// Modes of stacked MNIST: pictures whose channels are digits of their own, so that three channels have a thousand
/// modes. Metz et al. 2016, arXiv:1611.02163. A classifier of single digits says what each channel shows.
/// </summary>
/// <param name="Modes">Distinct combinations found.</param>
/// <param name="Possible">Combinations there are.</param>
/// <param name="Divergence">KL(p ‖ uniform) in nats over the combinations; 0 is best.</param>
public sealed record StackedModes(int Modes, int Possible, double Divergence)
{
    /// <summary>Counts combinations.</summary>
    /// <param name="classes">The class of each channel, those of a picture side by side: [pictures, channels].</param>
    /// <param name="channels">Channels of a picture.</param>
    /// <param name="perChannel">Classes of a channel.</param>
    /// <exception cref="ArgumentException">The classes are not a whole number of pictures.</exception>
    public static StackedModes Compute(ReadOnlySpan<int> classes, int channels, int perChannel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (classes.IsEmpty || classes.Length % channels != 0)
            throw new ArgumentException($"{classes.Length} classes are not those of pictures of {channels} channels.", nameof(classes));
        int possible = 1;
        for (int channel = 0; channel < channels; channel++)
            possible = checked(possible * perChannel);
        var counts = new int[possible];
        for (; !classes.IsEmpty; classes = classes[channels..])
        {
            int combination = 0;
            foreach (int found in classes[..channels])
                combination = (combination * perChannel) + found;
            counts[combination]++;
        }

        return new StackedModes(counts.Count(count => count > 0), possible, Metrics.Divergence.FromUniform(counts, possible));
    }
}
