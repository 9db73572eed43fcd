namespace Belamy.Runs;

/// <summary>What a run's generator is measured by while it is trained, as <c>run.json</c> keeps it, so that a resumed run goes on with it.</summary>
/// <param name="Metrics">The names of the metrics; the first decides which weights are the best.</param>
/// <param name="Every">Steps at whose multiples it is measured.</param>
/// <param name="Features">What items are seen by: labelled data whose classifier is used, by name or path, the folder of a run whose network is used, or <c>pixels</c>; null for what suits the data.</param>
public sealed record MeasurementPlan(IReadOnlyList<string> Metrics, int Every, string? Features);
