using System.Collections.Concurrent;

namespace Belamy.Data;

/// <summary>Reads the files of a folder on all cores; one that cannot be read is left out and named.</summary>
internal static class ParallelReading
{
    /// <summary>Reads files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="stage">What is being done, for progress: <c>decoding pictures</c>.</param>
    /// <param name="options">Progress and cancellation.</param>
    /// <param name="read">Reads one; a <see cref="BelamyException"/> leaves it out.</param>
    /// <param name="leftOut">Receives those that cannot be read.</param>
    /// <param name="done">How many were done before these, for progress.</param>
    /// <param name="total">How many there are in all; these when left out.</param>
    /// <returns>What each holds; null where one cannot be read.</returns>
    public static T?[] Read<T>(
        ReadOnlyMemory<string> files, string stage, DataOptions options, Func<string, T> read, ConcurrentBag<LeftOut> leftOut, int done = 0, int? total = null)
        where T : class
    {
        var values = new T?[files.Length];
        var parallel = new ParallelOptions { CancellationToken = options.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Length, parallel, at =>
        {
            string file = files.Span[at];
            try
            {
                values[at] = read(file);
            }
            catch (BelamyException e)
            {
                // The path stands beside the reason already.
                leftOut.Add(new LeftOut(file, e.Message.StartsWith($"{file}: ", StringComparison.Ordinal) ? e.Message[(file.Length + 2)..] : e.Message));
            }

            options.Progress?.Invoke(new DataProgress(stage, Interlocked.Increment(ref done), total ?? files.Length));
        });
        return values;
    }
}
