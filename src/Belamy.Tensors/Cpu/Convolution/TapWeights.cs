namespace Belamy.Tensors.Cpu;

/// <summary>
/// Where packed weights are: for each phase, for each panel of target channels, depth after depth (tap by tap, source
/// channel by source channel), a panel's width of neighbours, zeros beyond the last channel.
/// </summary>
internal sealed class TapWeights
{
    private readonly TapPlan _plan;
    private readonly long[] _phaseOffsets;

    public TapWeights(TapPlan plan, SimdWidth width)
    {
        _plan = plan;
        var tile = TileShape.For(width);
        var vectors = Math.Min(tile.Vectors, DivideUp(plan.TargetChannels, tile.Lanes));
        Lanes = tile.Lanes;
        Vectors = vectors;

        // One vector leaves registers for twice the rows.
        MaximumRows = Math.Min(28, tile.Rows * tile.Vectors / vectors);
        if (width == SimdWidth.Bits512 && vectors == 2)
            MaximumRows = 14;
        Panels = DivideUp(plan.TargetChannels, PanelWidth);
        _phaseOffsets = new long[plan.Phases.Count];
        for (var i = 0; i < _phaseOffsets.Length; i++)
        {
            _phaseOffsets[i] = Length;
            Length += (long)Panels * PhaseDepth(i) * PanelWidth;
        }
    }

    /// <summary>Numbers in a vector.</summary>
    public int Lanes { get; }

    /// <summary>Vectors across a panel.</summary>
    public int Vectors { get; }

    /// <summary>Most rows of a tile beside a panel.</summary>
    public int MaximumRows { get; }

    /// <summary>Target channels of a panel.</summary>
    public int PanelWidth => Vectors * Lanes;

    /// <summary>Panels of target channels.</summary>
    public int Panels { get; }

    /// <summary>Numbers in all.</summary>
    public long Length { get; }

    /// <summary>Length of the sums of a phase.</summary>
    public int PhaseDepth(int phase) => _plan.Phases[phase].TapCount * _plan.SourceChannels;

    /// <summary>Where a phase's panel starts, in numbers.</summary>
    public long PanelOffset(int phase, int panel) => _phaseOffsets[phase] + (long)panel * PhaseDepth(phase) * PanelWidth;

    /// <summary>Target channels of a panel that exist.</summary>
    public int PanelChannels(int panel) => Math.Min(PanelWidth, _plan.TargetChannels - panel * PanelWidth);

    private static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
