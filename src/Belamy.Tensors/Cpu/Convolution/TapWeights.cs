namespace Belamy.Tensors.Cpu;

/// <summary>
/// Where packed weights are: for each phase, for each panel of target channels, depth after depth (tap by tap, source
/// channel by source channel), a panel's width of neighbours, zeros beyond the last channel.
/// </summary>
/// <remarks>
/// A panel of a group's target channels takes the group's source channels as factors, one for all lanes. Where groups are so
/// small that most lanes would stay empty, a panel is <em>lane by lane</em> instead: target channels of several groups, and for
/// each depth a vector of source channels, each lane's own (<see cref="ChannelBlocks"/>).
/// </remarks>
internal sealed class TapWeights
{
    private readonly TapPlan _plan;
    private readonly long[] _phaseOffsets;

    public TapWeights(TapPlan plan, SimdWidth width)
    {
        _plan = plan;
        width = ChannelBlocks.Width(plan.Groups, plan.TargetChannels, width);
        Width = width;
        var tile = TileShape.For(width);
        LaneByLane = ChannelBlocks.LaneByLanePays(plan.Groups, plan.SourceChannels, plan.TargetChannels, tile.Lanes);
        var vectors = LaneByLane ? 1 : Math.Min(tile.Vectors, DivideUp(plan.TargetChannels, tile.Lanes));
        Lanes = tile.Lanes;
        Vectors = vectors;

        // One vector leaves registers for twice the rows.
        MaximumRows = Math.Min(28, tile.Rows * tile.Vectors / vectors);
        if (width == SimdWidth.Bits512 && vectors == 2)
            MaximumRows = 14;
        PanelsPerBlock = LaneByLane ? 1 : DivideUp(plan.TargetChannels, PanelWidth);
        Blocks = LaneByLane ? DivideUp(plan.Groups * plan.TargetChannels, PanelWidth) : plan.Groups;
        _phaseOffsets = new long[plan.Phases.Count];
        for (var i = 0; i < _phaseOffsets.Length; i++)
        {
            _phaseOffsets[i] = Length;
            Length += (long)Panels * PhaseDepth(i) * PanelWidth;
        }
    }

    /// <summary>Width of the vectors.</summary>
    public SimdWidth Width { get; }

    /// <summary>Whether each lane has a source channel of its own.</summary>
    public bool LaneByLane { get; }

    /// <summary>How the rows of a tile are found.</summary>
    public RowAddressing Addressing => LaneByLane ? RowAddressing.Lanes : RowAddressing.Strided;

    /// <summary>Bytes from one depth of the source to the next: a number, or a vector of them.</summary>
    public int SourceStep => LaneByLane ? Lanes * sizeof(float) : sizeof(float);

    /// <summary>Numbers in a vector.</summary>
    public int Lanes { get; }

    /// <summary>Vectors across a panel.</summary>
    public int Vectors { get; }

    /// <summary>Most rows of a tile beside a panel.</summary>
    public int MaximumRows { get; }

    /// <summary>Target channels of a panel.</summary>
    public int PanelWidth => Vectors * Lanes;

    /// <summary>Panels of target channels, block after block.</summary>
    public int Panels => Blocks * PanelsPerBlock;

    /// <summary>Blocks of source channels: groups, or panels if lane by lane.</summary>
    public int Blocks { get; }

    /// <summary>Panels that read one block.</summary>
    public int PanelsPerBlock { get; }

    /// <summary>Numbers in all.</summary>
    public long Length { get; }

    /// <summary>Length of the sums of a phase.</summary>
    public int PhaseDepth(int phase) => _plan.Phases[phase].TapCount * _plan.SourceChannels;

    /// <summary>Where a phase's panel starts, in numbers.</summary>
    public long PanelOffset(int phase, int panel) => _phaseOffsets[phase] + (long)panel * PhaseDepth(phase) * PanelWidth;

    /// <summary>The first target channel of a panel, counted through all groups.</summary>
    public int FirstChannel(int panel) => LaneByLane
        ? panel * PanelWidth
        : panel / PanelsPerBlock * _plan.TargetChannels + panel % PanelsPerBlock * PanelWidth;

    /// <summary>Target channels of a panel that exist.</summary>
    public int PanelChannels(int panel) => LaneByLane
        ? Math.Min(PanelWidth, _plan.Groups * _plan.TargetChannels - panel * PanelWidth)
        : Math.Min(PanelWidth, _plan.TargetChannels - panel % PanelsPerBlock * PanelWidth);

    private static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
