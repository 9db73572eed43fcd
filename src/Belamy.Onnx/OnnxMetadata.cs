using System.Globalization;
using System.Text.Json;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Onnx.Format;
using Belamy.Runs;

namespace Belamy.Onnx;

/// <summary>What a file says of itself.</summary>
internal static class OnnxMetadata
{
    /// <summary>What can be said of a function alone.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(Function function)
    {
        List<KeyValuePair<string, string>> entries =
        [
            new("function", function.ToString()),
            new("gives", function.Gives.Kind.Description),
        ];
        if (function.Gives.Kind.Range is { } range)
            entries.Add(new("value_range", string.Create(CultureInfo.InvariantCulture, $"[{range.Low}, {range.High}]")));
        if (function.Takes.Append(function.Gives).Any(field => field.Kind is Pictures))
            entries.Add(new("pixels", "byte = round((value + 1) * 127.5), channels first"));
        if (function.Takes.Append(function.Gives).Select(field => field.Kind).OfType<Classes>().FirstOrDefault() is { } classes)
            entries.Add(new("classes", JsonSerializer.Serialize(classes.Names)));
        foreach (Kind kind in function.Takes.Append(function.Gives).Select(field => field.Kind))
        {
            IReadOnlyList<string>? names = kind switch { Captions captions => captions.Vocabulary.Words, Tokens tokens => tokens.Vocabulary.Words, Attributes attributes => attributes.Names, _ => null };
            string name = kind is Attributes ? "attributes" : "vocabulary";
            if (names is not null && entries.All(entry => entry.Key != name))
                entries.Add(new(name, JsonSerializer.Serialize(names)));
        }

        entries.Add(new("belamy_version", OnnxWriter.Version));
        return entries;
    }

    /// <summary>What can be said of a function of a run.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(TrainedGenerator trained, Function function)
    {
        RunDescription run = trained.Folder.Description;
        List<KeyValuePair<string, string>> entries = [new("model", run.Model)];
        if (Models.All.FirstOrDefault(model => model.Name == run.Model)?.Publication is { Title.Length: > 0 } paper)
            entries.Add(new("paper", $"{paper.Authors} {paper.Year}, \"{paper.Title}\"{(paper.Arxiv.Length > 0 ? $", arXiv:{paper.Arxiv}" : "")}"));
        // The name alone: where the data lie is nobody else's business.
        entries.Add(new("data", Path.GetFileName(Path.TrimEndingDirectorySeparator(run.DataSource))));
        entries.Add(new("data_fingerprint", run.DataFingerprint));
        entries.Add(new("steps", trained.State.Step.ToString(CultureInfo.InvariantCulture)));
        return [.. entries, .. Of(function)];
    }
}
