using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary>What is judged: the samples of a run, or the pictures or other items of a folder or file.</summary>
internal sealed class EvaluationSubject : IDisposable
{
    private readonly TrainedGenerator? _trained;

    private EvaluationSubject(string path, TrainedGenerator? trained)
    {
        Path = path;
        _trained = trained;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What the run was made from; null for a folder or file.</summary>
    public RunDescription? Description => _trained?.Folder.Description;

    /// <summary>Where the run stands; null for a folder or file.</summary>
    public long? Step => _trained?.State.Step;

    /// <summary>Opens what was named: a run, or a folder or file of items.</summary>
    /// <param name="name">A folder, or the name of a run.</param>
    /// <param name="best">Whether a run is judged as it was at its best, rather than as it is now.</param>
    /// <exception cref="BelamyException">It is neither.</exception>
    public static EvaluationSubject Open(string? name, bool best = false)
    {
        if (name is not null && !IsRun(name) && (File.Exists(name) || Directory.Exists(name) && RunFolder.List(name).Count == 0))
            return new EvaluationSubject(name, null);
        string run = RunArgument.Resolve(name);
        return new EvaluationSubject(run, RunArgument.OpenGenerator(run, best));
    }

    /// <summary>Whether a name is that of a run.</summary>
    public static bool IsRun(string name) => RunFolder.Exists(name) || RunFolder.Exists(System.IO.Path.Combine(RunArgument.Home, name));

    /// <summary>What the classes of a game's generator are called; none where it takes none, or others than those of its data.</summary>
    public static IReadOnlyList<string> ClassesOf(AssembledGame game, Dataset data) =>
        game is { Generator.Classes: > 0, Parts.Classes: null } && game.Generator.Classes == data.ClassNames.Count ? data.ClassNames : [];

    /// <summary>Its items.</summary>
    /// <param name="count">At most how many samples are made.</param>
    /// <param name="seed">Decides the latent vectors.</param>
    /// <param name="options">How a folder or file is opened.</param>
    /// <param name="training">The training part of what they are compared with: samples of a model that was trained on it, by its classes, are labelled.</param>
    public Dataset Items(int count, long? seed, DataOptions options, Dataset training)
    {
        if (_trained is not null)
        {
            IReadOnlyList<string> classes = _trained.Generator.Classes > 0 && training.Fingerprint == _trained.Folder.Description.DataFingerprint ? ClassesOf(_trained.Game, training) : [];
            return new GeneratorDataset(_trained.Generator, count, seed, $"samples of {Path}", classes);
        }

        return Datasets.Open(System.IO.Path.GetFullPath(Path), options);
    }

    public void Dispose() => _trained?.Dispose();
}
