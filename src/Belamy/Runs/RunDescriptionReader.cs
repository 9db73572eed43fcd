using System.Text.Json;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Runs;

/// <summary>Reads <c>run.json</c>, which may be damaged or a stranger's: each value is looked at before anything is made of it.</summary>
internal static class RunDescriptionReader
{
    /// <summary>Bytes beyond which a file is no description of a run.</summary>
    public const int LongestFile = 1 << 24;

    // Far beyond what can be trained, and far below what overflows.
    private const long MostValues = 1 << 28;
    private const int MostClasses = 1 << 20;
    private const int MostFields = 64;

    private static readonly string[] Fits = [.. Enum.GetNames<PictureFit>().Select(name => name.ToLowerInvariant())];

    /// <summary>Reads a description.</summary>
    /// <param name="json">The content of the file.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="recipe">The recipe that the settings are applied to; that of the model's name when null.</param>
    /// <exception cref="BelamyException">One line that names the file, the key and the remedy.</exception>
    public static RunDescription Read(ReadOnlySpan<byte> json, string path, Recipe? recipe)
    {
        DescriptionContract root = Parse(json, path);
        string model = Text(root.Model, "model", path);
        if (recipe is null && model == Models.Custom)
            throw new BelamyException($"{path}: the run has networks of its own, which only the program that made them can rebuild; open it there");
        DescriptionContract.DataContract data = root.Data ?? throw Missing("data", path);
        int[] item = data.Item ?? throw Missing("data.item", path);
        Require(item.Length is >= 1 and <= 8 && item.All(size => size >= 1) && item.Aggregate(1.0, (product, size) => product * size) <= MostValues, "data.item", $"[{string.Join(", ", item.Take(9))}]", $"1 to 8 sizes from 1 on, with at most {MostValues} values in an item", path);
        Require(data.Size is null or (>= 1 and <= 1 << 16), "data.size", data.Size, $"null, or from 1 to {1 << 16}", path);
        Require(data.Height is null or (>= 1 and <= 1 << 16) && (data.Height is null || data.Size is not null), "data.height", data.Height, $"null, or from 1 to {1 << 16} beside data.size", path);
        Require(data.Fit is null || Fits.Contains(data.Fit), "data.fit", $"'{data.Fit}'", string.Join(", ", Fits), path);
        Require(data.Voices is null or RunDescription.AllVoices, "data.voices", data.Voices, $"null or {RunDescription.AllVoices}", path);
        Require(data.Classes is null or (>= 0 and <= MostClasses), "data.classes", data.Classes, $"from 0 to {MostClasses}", path);
        Require(root.Steps is null or >= 1, "steps", root.Steps, "null, or at least 1", path);
        return new RunDescription
        {
            Model = model,
            Recipe = Recipe(root, recipe, model, path),
            DataSource = Text(data.Source, "data.source", path),
            DataLocation = data.Location is { } location ? Text(location, "data.location", path) : null,
            DataSize = data.Size is { } width ? new PictureSize(width, data.Height ?? width) : null,
            DataFit = data.Fit is null ? PictureFit.Crop : (PictureFit)Array.IndexOf(Fits, data.Fit),
            DataAlpha = data.Alpha ?? false,
            DataReduced = data.Reduced ?? false,
            DataLabels = data.Labels ?? false,
            DataHalves = Halves(data.Halves, path),
            DataContent = Content(data, path),
            DataAllVoices = data.Voices is not null,
            DataArray = data.Array is { } array ? Text(array, "data.array", path) : null,
            DataFingerprint = Text(data.Fingerprint, "data.fingerprint", path),
            Item = new Shape(item),
            Classes = data.Classes ?? 0,
            ClassNames = ClassNames(data, path),
            Fields = Fields(data, path),
            Steps = root.Steps,
            Version = Text(root.Belamy, "belamy", path),
            Measurement = root.Measure is { } measure ? Plan(measure, path) : null,
            Origin = root.From is { } from ? Origin(from, path) : null,
        };
    }

    private static DescriptionContract Parse(ReadOnlySpan<byte> json, string path)
    {
        // Some editors begin a file with a byte order mark.
        if (json.StartsWith("\uFEFF"u8))
            json = json[3..];
        try
        {
            return JsonSerializer.Deserialize(json, RunContracts.Default.DescriptionContract) ?? throw Damaged(path, "it is null");
        }
        catch (JsonException e)
        {
            string line = e.LineNumber is { } number ? $"line {number + 1}" : "its end";
            throw Damaged(path, e.Path is { Length: > 2 } key ? $"'{key[2..]}' in {line} is not what it must be" : $"{line} is no JSON");
        }
    }

    private static Recipe Recipe(DescriptionContract root, Recipe? recipe, string model, string path)
    {
        try
        {
            Recipe resolved = recipe ?? Models.Find(model).Recipe;
            foreach ((string name, string? value) in (root.Settings ?? throw Missing("settings", path)).Where(setting => !IsOfAnother(resolved, setting.Key)))
                resolved = resolved.With(Text(name, "settings", path), value ?? throw Missing($"settings.{name}", path));
            resolved.Validate();
            return resolved;
        }
        catch (BelamyException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new BelamyException($"{path}: {e.Message}", e);
        }
    }

    // Earlier versions wrote the settings of a discriminator and a generator down for systems that have none of them.
    private static bool IsOfAnother(Recipe recipe, string setting) =>
        !RecipeSettings.HasPart(recipe, setting.Split('.')[0]) && RecipeSettings.HasPart(new Adversarial(), setting.Split('.')[0]);

    // Versions that did not write them down left them out.
    private static string[] ClassNames(DescriptionContract.DataContract data, string path)
    {
        string[] names = [.. (data.ClassNames ?? []).Select(name => Text(name, "data.class-names", path))];
        Require(names.Length == 0 || names.Length == data.Classes, "data.class-names", $"a list of {names.Length}", $"a list of as many names as data.classes says, {data.Classes ?? 0}", path);
        return names;
    }

    private static PictureHalves? Halves(string? text, string path)
    {
        Require(text is null or RunDescription.LeftToRight or RunDescription.RightToLeft, "data.halves", text, $"null, {RunDescription.LeftToRight} or {RunDescription.RightToLeft}", path);
        return text is null ? null : text == RunDescription.LeftToRight ? PictureHalves.LeftToRight : PictureHalves.RightToLeft;
    }

    private static string? Content(DescriptionContract.DataContract data, string path)
    {
        IReadOnlyList<string> known = Datasets.ContentNames;
        Require(data.Kind is null || known.Contains(data.Kind), "data.kind", $"'{data.Kind}'", $"null, or one of {string.Join(", ", known)}", path);
        Require(data.Kind is null || data.Fields is { Length: > 0 }, "data.fields", "none", "the fields of what data.kind says", path);
        return data.Kind;
    }

    private static Field[] Fields(DescriptionContract.DataContract data, string path)
    {
        Require(data.Fields is null or { Length: <= MostFields }, "data.fields", $"a list of {data.Fields?.Length}", $"a list of at most {MostFields}", path);
        return [.. (data.Fields ?? []).Select(Read)];

        Field Read(DescriptionContract.FieldContract? field)
        {
            if (field is null)
                throw Missing("data.fields", path);
            // Names of classes, words and cells of tables may be anything, also blank.
            string[] parts = [.. field.Parts.Select(part => part ?? throw Missing("data.fields", path))];
            Dictionary<string, string> settings = (field.With ?? []).ToDictionary(pair => pair.Key, pair => Text(pair.Value, "data.fields", path), StringComparer.Ordinal);
            Kind? kind = KindParts.Create(Text(field.Kind, "data.fields", path), parts, settings);
            if (kind is null || kind.Shape.Aggregate(1.0, (product, size) => product * size) is < 1 or > MostValues)
                throw new BelamyException($"{path}: data.fields: {field.Kind} of {string.Join(", ", parts.Take(6))} is no kind of data; start a new run");
            return new Field(Text(field.Name, "data.fields", path), kind);
        }
    }

    private static MeasurementPlan Plan(DescriptionContract.MeasurementContract measure, string path)
    {
        string?[] metrics = measure.Metrics ?? throw Missing("measure.metrics", path);
        Require(metrics.Length > 0, "measure.metrics", "[]", "the names of metrics, one at least", path);
        int every = measure.Every ?? throw Missing("measure.every", path);
        Require(every >= 1, "measure.every", every, "at least 1", path);
        return new MeasurementPlan(
            [.. metrics.Select(metric => Text(metric, "measure.metrics", path))],
            every,
            measure.Features is { } features ? Text(features, "measure.features", path) : null);
    }

    private static RunOrigin Origin(DescriptionContract.OriginContract from, string path)
    {
        long step = from.Step ?? throw Missing("from.step", path);
        Require(step >= 0, "from.step", step, "at least 0", path);
        return new RunOrigin(
            Text(from.Run, "from.run", path), step, Text(from.Model, "from.model", path), Text(from.Data, "from.data", path), Text(from.Weights, "from.weights", path));
    }

    private static string Text(string? value, string key, string path)
    {
        if (value is null)
            throw Missing(key, path);
        Require(!string.IsNullOrWhiteSpace(value) && !value.Contains('\0', StringComparison.Ordinal), key, $"'{value}'", "some text", path);
        return value;
    }

    private static void Require(bool holds, string key, object? value, string range, string path)
    {
        if (!holds)
            throw new BelamyException($"{path}: {key} is {value}; it must be {range}, so put that right or start a new run");
    }

    private static BelamyException Missing(string key, string path) => new($"{path}: {key} is missing; put it in or start a new run");

    private static BelamyException Damaged(string path, string what) => new($"{path}: is damaged, {what}; put that right or start a new run");
}
