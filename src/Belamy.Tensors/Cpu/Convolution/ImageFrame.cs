namespace Belamy.Tensors.Cpu;

/// <summary>Images and the border of zeros that a copy of them has; planes, lines and pixels.</summary>
internal readonly record struct ImageFrame(int Planes, int Lines, int Pixels)
{
    public int Front { get; init; }

    public int Back { get; init; }

    public int Top { get; init; }

    public int Bottom { get; init; }

    public int Left { get; init; }

    public int Right { get; init; }

    /// <summary>Whether the copy has any border.</summary>
    public bool HasBorder => Front + Back + Top + Bottom + Left + Right > 0;

    /// <summary>Pixels of a line of the copy.</summary>
    public int LineLength => Left + Pixels + Right;

    /// <summary>Pixels of a plane of the copy.</summary>
    public int PlaneLength => (Top + Lines + Bottom) * LineLength;

    /// <summary>Pixels of an image of the copy.</summary>
    public int Length => (Front + Planes + Back) * PlaneLength;
}
