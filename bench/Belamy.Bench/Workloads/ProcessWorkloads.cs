using System.Diagnostics;
using System.Globalization;

namespace Belamy.Bench.Workloads;

/// <summary>What people wait for before anything runs, timed in cold processes.</summary>
internal static class ProcessWorkloads
{
    /// <summary>The argument with which this program compiles the 64×64 game once and prints the seconds it took.</summary>
    public const string CompileArgument = "--compile";

    public static IEnumerable<Workload> All()
    {
        yield return new Workload("compile", Work.Unknown, () => new Repetition(CompileInNewProcess));
        yield return new Workload("compile, in a process that has compiled it before", Work.Unknown, () => new Repetition(GanWorkloads.CompileAll));
        yield return new Workload("compile 20,000 nodes", Work.Unknown, () => new Repetition(LargeGraph.Compile));
        yield return new Workload("start-up", Work.Unknown, PrepareStartUp);
    }

    /// <summary>What the new process does.</summary>
    public static void Compile()
    {
        long start = Stopwatch.GetTimestamp();
        GanWorkloads.CompileAll();
        Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
    }

    private static double CompileInNewProcess() =>
        double.Parse(ChildProcess.Run(ChildProcess.OwnCommand, CompileArgument), CultureInfo.InvariantCulture);

    private static Repetition PrepareStartUp()
    {
        var folder = new TemporaryFolder();
        string run = Path.Combine(folder.Path, "run");
        string grid = Path.Combine(folder.Path, "grid.png");
        ChildProcess.Run(ChildProcess.BelamyCommand, "train", "digits", "--model", "dcgan", "--steps", "2", "--out", run);
        return new Repetition(Sample, folder);

        void Sample()
        {
            File.Delete(grid);
            ChildProcess.Run(ChildProcess.BelamyCommand, "sample", run, "--count", "25", "--out", grid);
            if (!File.Exists(grid))
                throw new InvalidOperationException($"belamy sample wrote no {grid}.");
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("belamy-bench-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
