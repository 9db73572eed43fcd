using System.Security.Cryptography;
using System.Text;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Tensors;

namespace Belamy.Runs;

/// <summary>
/// Begins a game with the weights of a run: those of its networks, their running statistics and the averages. Optimizers, random
/// numbers and all else begin as in any new run. Wang et al. 2018, "Transferring GANs", arXiv:1805.01677.
/// </summary>
public sealed class WeightTransfer
{
    private readonly Dictionary<string, (Shape Shape, byte[] Values)> _weights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _averages = new(StringComparer.Ordinal);
    private readonly HashSet<string> _networks;

    private WeightTransfer(RunFolder folder, AssembledGame game, long step)
    {
        Source = folder.Description;
        _networks = [.. game.NetworkNames];
        Dictionary<Parameter, Parameter> averages = AveragesOf(game);
        foreach (Parameter parameter in game.Weights)
        {
            _weights.Add(parameter.Name, (parameter.Shape, parameter.AsBytes().ToArray()));
            if (averages.TryGetValue(parameter, out Parameter? average))
                _averages.Add(parameter.Name, average.AsBytes().ToArray());
        }

        Origin = new RunOrigin(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path)), step, Source.Model, Source.DataSource, Hash());
    }

    /// <summary>What is written down of where the weights come from.</summary>
    public RunOrigin Origin { get; }

    /// <summary>The run that they come from.</summary>
    public RunDescription Source { get; }

    /// <summary>Reads the weights of a run, as its newest sound checkpoint has them.</summary>
    /// <param name="run">Its folder.</param>
    /// <param name="warning">Is told in one line of each damaged checkpoint passed over, and where weights are not finite numbers.</param>
    /// <exception cref="BelamyException">It is no run, has no checkpoint, or none is sound.</exception>
    public static WeightTransfer Open(string run, Action<string>? warning = null)
    {
        RunFolder folder = RunFolder.Open(run);
        if (folder.LatestCheckpoint is null)
            throw new BelamyException($"{run}: has no checkpoint yet, so it has no weights to begin with; train it first, with --resume {ShellWord.Quote(run)}");
        (AssembledGame game, TrainingState state) = folder.LoadGame(warning);
        using (game)
            return new WeightTransfer(folder, game, state.Step);
    }

    /// <summary>Reads the weights that a run began with once more.</summary>
    /// <param name="run">The run that began with them.</param>
    /// <param name="origin">Where they came from.</param>
    /// <exception cref="BelamyException">They are no longer there.</exception>
    internal static WeightTransfer Again(string run, RunOrigin origin)
    {
        WeightTransfer transfer;
        try
        {
            transfer = Open(origin.Run);
        }
        catch (BelamyException e)
        {
            throw new BelamyException($"{run}: was to begin with the weights of {origin.Run}, which cannot be read: {e.Message}", e);
        }

        return transfer.Origin.Weights == origin.Weights
            ? transfer
            : throw new BelamyException($"{run}: was to begin with the weights that {origin.Run} had at step {Quantity.Count(origin.Step)}, and by now it has others; start a new run");
    }

    /// <summary>Lets a game begin with the weights, once it is initialized.</summary>
    /// <param name="game">The game, not initialized yet.</param>
    /// <param name="classNames">The names of the classes of its data.</param>
    /// <returns>What begins anew or means something else than there, a line each; none where all fits.</returns>
    /// <exception cref="BelamyException">The networks are others; the message names the first parameter that differs, and both shapes.</exception>
    public IReadOnlyList<string> Prepare(AssembledGame game, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(classNames);
        var notes = new List<string>();
        string[] shared = [.. game.NetworkNames.Where(_networks.Contains)];
        if (shared.Length == 0)
        {
            throw new BelamyException($"{Origin.Run}: its networks ({Listed(_networks.Order(StringComparer.Ordinal))}) are none of {Models.NameOf(game.Recipe)}'s ({Listed(game.NetworkNames)}); choose a run of that model");
        }

        string[] fresh = [.. game.NetworkNames.Except(shared)];
        if (fresh.Length > 0)
            notes.Add($"{string.Join(" and ", fresh)} begin{(fresh.Length == 1 ? "s" : "")} anew: {Origin.Model} has no network of that name");
        List<Parameter> taken = [], perClass = [];
        AssembledGame? withTheirClasses = null;
        try
        {
            foreach (Parameter parameter in game.Weights)
            {
                if (!_weights.TryGetValue(parameter.Name, out (Shape Shape, byte[] Values) weight))
                {
                    if (NetworkOf(parameter.Name) is { } network && shared.Contains(network))
                        throw Other(parameter.Name, "is not there", $"is {parameter.Shape}");
                }
                else if (weight.Shape == parameter.Shape)
                {
                    taken.Add(parameter);
                }
                else if (Source.Classes != game.Classes && (withTheirClasses ??= TryBuild(game)) is { } built && built.Game.Store.Find(parameter.Name)?.Shape == weight.Shape)
                {
                    perClass.Add(parameter);
                }
                else
                {
                    throw Other(parameter.Name, $"is {weight.Shape}", $"is {parameter.Shape}");
                }
            }
        }
        finally
        {
            withTheirClasses?.Dispose();
        }

        HashSet<string> here = [.. game.Weights.Select(parameter => parameter.Name)];
        if (_weights.Keys.FirstOrDefault(name => NetworkOf(name) is { } network && shared.Contains(network) && !here.Contains(name)) is { } missing)
            throw Other(missing, $"is {_weights[missing].Shape}", "is not there");
        if (perClass.Count > 0)
            notes.Add($"{string.Join(", ", perClass.Select(parameter => parameter.Name))} begin{(perClass.Count == 1 ? "s" : "")} anew: {Origin.Run} has {Quantity.Count(Source.Classes)} classes, these data have {Quantity.Count(game.Classes)}");
        else if ((game.Parts.TakesClasses || game.Parts.Classifier is not null) && !Source.ClassNames.SequenceEqual(classNames))
            notes.Add($"classes are taken over by their numbers: {Names(classNames)} begin as {Names(Source.ClassNames)}");
        game.OnInitialized(() => CopyTo(game, taken));
        Warm(game, Origin);
        return notes;
    }

    /// <summary>Lets averages go on as slowly as they would have.</summary>
    internal static void Warm(AssembledGame game, RunOrigin origin)
    {
        foreach (Player player in game.Game.Players)
        {
            if (player.Average is { } average)
                average.MovesBefore = origin.Step;
        }
    }

    private void CopyTo(AssembledGame game, List<Parameter> taken)
    {
        Dictionary<Parameter, Parameter> averages = AveragesOf(game);
        foreach (Parameter parameter in taken)
        {
            byte[] values = _weights[parameter.Name].Values;
            values.CopyTo(parameter.AsBytes());
            // Weights that were not averaged are their own average.
            if (averages.TryGetValue(parameter, out Parameter? average))
                _averages.GetValueOrDefault(parameter.Name, values).CopyTo(average.AsBytes());
        }
    }

    /// <summary>The same game over as many classes as the run has; null where it takes none of so many.</summary>
    private AssembledGame? TryBuild(AssembledGame game)
    {
        try
        {
            Field[] fields = [.. game.Fields.Select(field => field.Kind is Classes ? new Field(field.Name, new Classes(Source.ClassNames)) : field)];
            return new AssembledGame(game.Recipe, game.Game.Item, Source.Classes, initialize: false, fields: fields);
        }
        catch (Exception e) when (e is BelamyException or ArgumentException)
        {
            return null;
        }
    }

    private BelamyException Other(string parameter, string there, string here) =>
        new($"{Origin.Run}: its networks are others: {parameter} {there} there and {here} here; give the model, the settings and the size of items that it has");

    private static string? NetworkOf(string parameter) => parameter.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? parameter[..slash] : null;

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.DefaultIfEmpty("none"));

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names.Take(3)) + (names.Count > 3 ? " …" : "");

    private static Dictionary<Parameter, Parameter> AveragesOf(AssembledGame game) =>
        game.Game.Players.Select(player => player.Average).Append(game.Parts.Average).OfType<Optimization.MovingAverage>().Distinct()
            .SelectMany(average => average.Averages).ToDictionary();

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, byte[] values) in _weights.Select(weight => (weight.Key, weight.Value.Values)).Concat(_averages.Select(average => ("average/" + average.Key, average.Value))).OrderBy(one => one.Item1, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name + "\0"));
            hash.AppendData(values);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
