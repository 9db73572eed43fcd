using Xunit.Sdk;
using Xunit.v3;

// Programs share one team of workers and must not run side by side.
[assembly: Parallelization(Mode = ParallelMode.None)]
