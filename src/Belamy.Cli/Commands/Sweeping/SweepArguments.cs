namespace Belamy.Cli.Commands;

/// <summary>What was asked of <c>belamy sweep</c>.</summary>
/// <param name="Training">What all runs have in common, as <c>belamy train</c> takes it.</param>
/// <param name="Varied">What differs, as it was typed.</param>
/// <param name="Steps">Steps of a run that stays to the end; null where time decides.</param>
/// <param name="Time">Time of training of all runs together; null where steps decide.</param>
/// <param name="Request">All that decides the outcome, as it was typed: the same goes on with a sweep.</param>
internal sealed record SweepArguments(TrainArguments Training, IReadOnlyList<string> Varied, long? Steps, TimeSpan? Time, string Request);
