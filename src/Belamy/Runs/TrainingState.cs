using Belamy.Games;
namespace Belamy.Runs;

/// <summary>Where a run stands, beside the values of its parameters.</summary>
/// <param name="Step">Whole steps completed.</param>
/// <param name="Move">Moves completed in the step that has begun.</param>
/// <param name="Position">Items of data taken, which is the position in the endless permutation.</param>
public sealed record TrainingState(long Step = 0, int Move = 0, long Position = 0)
{
    /// <summary>The state that the run goes back to, where it is not this one; it is part of a checkpoint, not of where the run stands.</summary>
    internal KeptState? Kept { get; init; }
}
