namespace Belamy.Bench.Peers.Workloads;

/// <summary>Something to time, under the name that bench/Belamy.Bench gives it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Prepare">Makes everything that a repetition needs.</param>
internal sealed record Workload(string Name, Func<Prepared> Prepare);

/// <summary>A prepared workload.</summary>
/// <param name="Run">Does it once.</param>
/// <param name="Parameters">How many numbers its networks learn; Belamy's twin has as many.</param>
internal sealed record Prepared(Action Run, long Parameters = 0);
