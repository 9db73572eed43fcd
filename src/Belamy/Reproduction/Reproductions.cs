using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Belamy.Data;
using Belamy.Imaging;
using Belamy.Runs;

namespace Belamy.Reproduction;

/// <summary>Finds the models' checks and carries them out.</summary>
public static class Reproductions
{
    private static readonly Lazy<IReadOnlyDictionary<string, (CheckAttribute Check, Action<ReproductionRun> Body)>> Found = new(() =>
        typeof(Models).GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .Select(method => (Method: method, Check: method.GetCustomAttribute<CheckAttribute>()))
            .Where(found => found.Check is not null)
            .ToDictionary(found => found.Check!.Model, found => (found.Check!, found.Method.CreateDelegate<Action<ReproductionRun>>())));

    private static readonly (string Name, string Value)[] Later = [("frozen-layers", "0"), ("final-beta2", "automatic"), ("final-learning-rate", "automatic"), ("burn-in", "0"), ("orthogonal-regularization", "0")];

    /// <summary>The models that have a check, in the order of their cards.</summary>
    public static IReadOnlyList<Model> All => [.. Models.All.Where(model => Found.Value.ContainsKey(model.Name))];

    /// <summary>A model's check, or null when it has none.</summary>
    public static CheckAttribute? CheckOf(string model) => Found.Value.TryGetValue(model, out var found) ? found.Check : null;

    /// <summary>Follows from a model's recipe and check, and from the protocol: a verdict with another one is out of date.</summary>
    /// <param name="model">The model.</param>
    /// <param name="protocol">How much is carried out.</param>
    public static string FingerprintOf(Model model, Protocol protocol)
    {
        ArgumentNullException.ThrowIfNull(model);
        var text = new StringBuilder($"{model.Name} {protocol} revision {Found.Value[model.Name].Check.Revision}\n");
        foreach (RecipeSetting setting in RecipeSettings.List(model.Recipe).Where(setting => !IsOfLater(setting)))
            text.Append(setting.Name).Append('=').Append(setting.Value).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    /// <summary>Whether a setting came after verdicts were written and is what they had without it: they stand.</summary>
    private static bool IsOfLater(RecipeSetting setting) => Later.Any(one => $".{setting.Name}".EndsWith($".{one.Name}", StringComparison.Ordinal) && setting.Value == one.Value);

    /// <summary>Trains a model by its check and measures it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="protocol">How much of the published protocol is carried out.</param>
    /// <param name="seed">The first seed.</param>
    /// <param name="dataOptions">Where data sets are found.</param>
    /// <param name="status">Is told in a few words what is going on.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>The verdict, and a picture or null.</returns>
    /// <exception cref="BelamyException">The model has no check, or its data cannot be had.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static (Verdict Verdict, Image? Picture) Run(
        Model model,
        Protocol protocol = Protocol.Scaled,
        long seed = 1,
        DataOptions? dataOptions = null,
        Action<string>? status = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!Found.Value.TryGetValue(model.Name, out var found))
            throw new BelamyException($"{model.Name}: has no check; those that have are {string.Join(", ", All.Select(one => one.Name))}");
        var run = new ReproductionRun(model.Recipe, protocol, seed, dataOptions ?? new DataOptions { CancellationToken = cancellationToken }, status, cancellationToken);
        var clock = Stopwatch.StartNew();
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        found.Body(run);
        process.Refresh();
        var verdict = new Verdict
        {
            Model = model.Name,
            Data = found.Check.Data,
            Protocol = protocol,
            Description = run.Description,
            Findings = run.Findings,
            Notes = run.Notes,
            Seed = seed,
            Form = Verdict.CurrentForm,
            Seeds = [.. run.UsedSeeds],
            Machine = Machine.Current,
            ProcessorSeconds = Math.Round((process.TotalProcessorTime - before).TotalSeconds, 1),
            Seconds = Math.Round(clock.Elapsed.TotalSeconds, 1),
            Fingerprint = FingerprintOf(model, protocol),
            Version = RunDescription.CurrentVersion,
        };
        return (verdict, run.Picture);
    }
}
