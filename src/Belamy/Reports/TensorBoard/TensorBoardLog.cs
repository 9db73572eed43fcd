using System.Buffers.Binary;
using System.Text;
using Belamy.Data;
using Belamy.Games;
using Belamy.Runs;
using Belamy.Serialization;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Reports.TensorBoard;

/// <summary>
/// Writes a run as TensorBoard reads it, in <c>tensorboard/</c> of its folder: the numbers of the log, pictures of samples, histograms of
/// all weights and of the discriminator's scores, what was measured and found, and the recipe as text.
/// </summary>
/// <remarks>It looks on: what is trained is the same with it and without. A session has a file of its own; what a resumed run makes anew replaces what came after.</remarks>
internal sealed class TensorBoardLog : IDisposable
{
    /// <summary>The folder, in that of the run.</summary>
    public const string FolderName = "tensorboard";

    private const int ScoredItems = 64;
    private const int StatusStart = 1;

    private readonly RunFolder _folder;
    private readonly AssembledGame _game;
    private readonly EventFile _file;
    private readonly Runner? _scores;
    private readonly float[] _real = [];
    private long _last;

    /// <summary>Begins a session.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="game">Its game.</param>
    /// <param name="data">Its data.</param>
    /// <param name="step">The step that the session goes on from.</param>
    /// <exception cref="BelamyException">The file cannot be written.</exception>
    public TensorBoardLog(RunFolder folder, AssembledGame game, Dataset data, long step)
    {
        (_folder, _game, _last) = (folder, game, step);
        _file = new EventFile(Path.Combine(folder.Path, FolderName));
        Restart(step);
        var recipe = new Summary();
        recipe.AddText("recipe", Describe(folder.Description));
        _file.Append(step, recipe.ToEvent());
        if (game.Functions.FirstOrDefault(function => function.Name == "score") is not { Takes: [var taken] } score || taken.Kind.Shape.Count != data.ItemLength)
            return;
        _scores = new Runner(score);
        _real = data.ReadEvenly(ScoredItems);
    }

    /// <summary>Lets it hear what a training tells, before whoever heard it so far.</summary>
    public TrainingOptions Attach(TrainingOptions options) => options with
    {
        Log = (step, numbers) =>
        {
            Append(step, numbers);
            options.Log?.Invoke(step, numbers);
        },
        Progress = progress =>
        {
            Append(progress, options);
            options.Progress?.Invoke(progress);
        },
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _scores?.Dispose();
        _file.Dispose();
    }

    private void Append(long step, IReadOnlyDictionary<string, double> numbers)
    {
        _last = step;
        var summary = new Summary();
        foreach ((string name, double number) in numbers)
            summary.AddNumber(Grouped(name), number);
        _file.Append(step, summary.ToEvent());
    }

    private void Append(TrainingProgress progress, TrainingOptions options)
    {
        if (progress.Stage == TrainingStage.Compiling)
            return;
        if (progress.Step < _last)
        {
            // The run went back to where all was well.
            _last = progress.Step;
            Restart(progress.Step);
        }

        var summary = new Summary();
        foreach (Measure measure in progress.Measures)
            summary.AddNumber($"measure/{measure.Name}", measure.Value);
        foreach (Finding finding in progress.Findings)
            summary.AddText("findings", $"**{finding.Symptom}** {finding.Sentence} {finding.Advice}");
        // Pictures that a terminal asks for between are not saved, and depend on the clock. Those of the last step are saved at the end.
        if (progress.Samples is not null && (progress.Stage == TrainingStage.Finished || (progress.Step % options.SamplesEvery == 0 && progress.Step != options.Steps)))
        {
            AddSamples(summary, progress.Samples, progress.Step);
            AddWeights(summary);
        }

        if (!summary.IsEmpty)
            _file.Append(progress.Step, summary.ToEvent());
    }

    private void AddSamples(Summary summary, Samples samples, long step)
    {
        if (_folder.SavedPictures.FirstOrDefault(file => file.Step == step) is { } saved)
        {
            byte[] png = File.ReadAllBytes(saved.Path);
            // The header of a PNG has its size behind the signature and the head of the first chunk.
            summary.AddPicture("samples", png, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)), png[25] switch { 0 => 1, 4 => 2, 2 => 3, _ => 4 });
        }
        else
        {
            summary.AddText("samples", string.Join("\n", Enumerable.Range(0, samples.Count).Select(at => $"    {samples.Tell(at)}")));
        }

        if (_scores is null || samples.Values.Length % _scores.Function.Takes[0].Kind.Shape.Count != 0)
            return;
        summary.AddHistogram("scores/real", _scores.Run([_real]));
        summary.AddHistogram("scores/generated", _scores.Run([samples.Values.ToArray()]));
    }

    private void AddWeights(Summary summary)
    {
        foreach (Player player in _game.Game.Players)
        {
            foreach (Parameter parameter in player.Parameters.Where(parameter => parameter.ElementType == ElementType.Float32))
                summary.AddHistogram($"weights of {player.Name}/{parameter.Name}", parameter.AsSpan<float>());
        }
    }

    // What an earlier session wrote after this step is no longer so.
    private void Restart(long step)
    {
        var session = new MessageWriter();
        session.Add(1, StatusStart);
        var content = new MessageWriter();
        content.Add(7, session);
        _file.Append(step + 1, content);
    }

    /// <summary>The name of a number with its group before it, by which TensorBoard sorts: <c>loss/generator</c>.</summary>
    internal static string Grouped(string name)
    {
        foreach (string suffix in (string[])[Numbers.LossSuffix, Numbers.MovementSuffix])
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
                return $"{suffix[1..]}/{name[..^suffix.Length]}";
        }

        int dash = name.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 ? $"{name[..dash]}/{name[(dash + 1)..]}" : name;
    }

    private static string Describe(RunDescription description)
    {
        var text = new StringBuilder();
        if (RunCommandLine.Of(description) is { } words)
            text.Append("    ").Append(RunCommandLine.Quote(words)).Append("\n\n");
        text.Append("| setting | value |\n|---|---|\n");
        text.Append("| model | ").Append(description.Model).Append(" |\n| data | ").Append(description.DataSource.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        if (description.Origin is { } origin)
            text.Append("| from | ").Append(origin.ToString().Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        foreach (RecipeSetting setting in RecipeSettings.List(description.Recipe))
            text.Append("| ").Append(setting.Name).Append(" | ").Append(setting.Value.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        return text.ToString();
    }
}
