namespace Belamy.Games;

/// <summary>What a function of pictures must say of itself to be applied to pictures of any size.</summary>
/// <param name="Factor">Pixels along each side of what it gives, for one of what it takes.</param>
/// <param name="Reach">How far a pixel of what it takes can be from a place and still change what is given there, in pixels of what it takes.</param>
/// <param name="Graph">What it computes for pictures of a size: of so many rows, of so many pixels.</param>
public sealed record AnySize(int Factor, int Reach, Func<int, int, FunctionGraph> Graph);
