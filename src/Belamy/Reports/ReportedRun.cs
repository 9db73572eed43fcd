using Belamy.Data;
using Belamy.Diagnosis;
using Belamy.Runs;

namespace Belamy.Reports;

/// <summary>A run as its report needs it, each part read once.</summary>
/// <param name="folder">The run.</param>
/// <param name="data">Its data; null where they are not at hand.</param>
/// <param name="trained">Its networks as the newest checkpoint left them; null where there is none.</param>
internal sealed class ReportedRun(RunFolder folder, Dataset? data, TrainedGenerator? trained)
{
    private readonly RunLogNews _log = folder.Log.ReadAll();

    /// <summary>The run.</summary>
    public RunFolder Folder => folder;

    /// <summary>What it was made from.</summary>
    public RunDescription Description => folder.Description;

    /// <summary>Its data; null where they are not at hand.</summary>
    public Dataset? Data => data;

    /// <summary>Its networks; null where it has no checkpoint yet.</summary>
    public TrainedGenerator? Trained => trained;

    /// <summary>The name of its folder.</summary>
    public string Name { get; } = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path)));

    /// <summary>The name of its data, without the folders above them.</summary>
    public string DataName { get; } = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder.Description.DataSource));

    /// <summary>The numbers of its log.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> Log => _log.Numbers;

    /// <summary>What was measured on the way.</summary>
    public IReadOnlyList<(long Step, Measure Measure)> Measures => _log.Measures;

    /// <summary>The best that was measured; null where nothing was.</summary>
    public BestMeasure? Best { get; } = folder.ReadBest();

    /// <summary>What is the matter with it.</summary>
    public RunDiagnosis Diagnosis => field ??= RunDiagnosis.Of(_log);

    /// <summary>The steps that are done and saved.</summary>
    public long Step { get; } = folder.SavedStep;

    /// <summary>How far it is: <c>5,000 of 5,000 steps</c>.</summary>
    public string Progress => Description.Steps is { } last ? $"{Quantity.Count(Step)} of {Quantity.Count(last, "step")}" : Quantity.Count(Step, "step");

    /// <summary>The time it trained, over all sessions, as far as the log tells.</summary>
    public TimeSpan Elapsed => RunLog.ElapsedOf(Log);
}
