using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Runs;

/// <summary>What a run was made from: the content of <c>run.json</c>.</summary>
public sealed record RunDescription
{
    /// <summary>The name of the model, or <c>custom</c> for networks of one's own.</summary>
    public required string Model { get; init; }

    /// <summary>The resolved recipe.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>What the data were opened by: a name or the path of a folder.</summary>
    public required string DataSource { get; init; }

    /// <summary>The place of a named data set's files, where one was given.</summary>
    public string? DataLocation { get; init; }

    /// <summary>The size that pictures were brought to, where one was given.</summary>
    public PictureSize? DataSize { get; init; }

    /// <summary>What became of pictures of another shape.</summary>
    public PictureFit DataFit { get; init; }

    /// <summary>Whether the transparency of pictures was kept.</summary>
    public bool DataAlpha { get; init; }

    /// <summary>How the halves of each picture are a pair, where they are.</summary>
    public PictureHalves? DataHalves { get; init; }

    /// <summary>Whether JPEG files of a folder that are much larger than what was asked for were decoded smaller; not in runs of before.</summary>
    public bool DataReduced { get; init; }

    /// <summary>Whether maps of labels were told from other pictures of a folder that is translated; not in runs of before.</summary>
    public bool DataLabels { get; init; }

    /// <summary>What a folder or file was read as, one of <see cref="Datasets.ContentNames"/>; null for named data and plain pictures.</summary>
    public string? DataContent { get; init; }

    /// <summary>Whether bars of songs hold the notes of all voices.</summary>
    public bool DataAllVoices { get; init; }

    /// <summary>Which array of an <c>.npz</c> was read, where one was given.</summary>
    public string? DataArray { get; init; }

    /// <summary>The fingerprint of the data.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>The shape of one item of the data.</summary>
    public required Shape Item { get; init; }

    /// <summary>The fields of the data, where there are others than items and classes; empty where there are none.</summary>
    public IReadOnlyList<Field> Fields { get; init; } = [];

    /// <summary>Number of classes of the data; 0 where they have none.</summary>
    public int Classes { get; init; }

    /// <summary>The names of the classes, in the order of the labels; empty where there are none, or in runs of versions that did not write them down.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The steps of the whole run, or null when only time limits it.</summary>
    public long? Steps { get; init; }

    /// <summary>What the generator is measured by while it is trained; null where it is not.</summary>
    public MeasurementPlan? Measurement { get; init; }

    /// <summary>The run whose weights it began with; null where they were drawn.</summary>
    public RunOrigin? Origin { get; init; }

    /// <summary>The version of Belamy that began the run.</summary>
    public string Version { get; init; } = CurrentVersion;

    /// <summary>The version of this library.</summary>
    public static string CurrentVersion { get; } =
        typeof(RunDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private const string Pictures = "pictures";

    internal const string LeftToRight = "left-to-right";

    internal const string RightToLeft = "right-to-left";

    internal const string AllVoices = "all";

    /// <summary>Describes a run of a recipe over data.</summary>
    /// <param name="recipe">The recipe; what it leaves open is filled in for the data.</param>
    /// <param name="data">The data.</param>
    /// <param name="source">What the data were opened by; the data's name when left out.</param>
    /// <param name="steps">The steps of the whole run, or null when only time limits it.</param>
    public static RunDescription Create(Recipe recipe, Dataset data, string? source = null, long? steps = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        return new RunDescription
        {
            Model = Models.NameOf(recipe),
            Recipe = recipe.Resolve(new Shape(data.ItemShape)),
            DataSource = source ?? data.Name,
            DataContent = (data as FieldedDataset)?.Content,
            DataReduced = data is PictureFolder or FieldedDataset { Main.Field.Kind: Data.Kinds.Pictures } && IsFile(source ?? data.Name),
            DataLabels = data is FieldedDataset labelled && labelled.Columns.Any(column => column.Field.Kind is Data.Kinds.Pictures { AreLabels: true }),
            DataFingerprint = data.Fingerprint,
            Item = new Shape(data.ItemShape),
            Classes = data.ClassNames.Count,
            ClassNames = data.ClassNames,
            Fields = data is FieldedDataset ? [.. data.Columns.Select(column => column.Field)] : [],
            Steps = steps,
        };
    }

    /// <summary>The settings of the model as it is for such data, by their names; empty for networks of one's own.</summary>
    internal IReadOnlyDictionary<string, string> UsualSettings => Model == Models.Custom
        ? new Dictionary<string, string>()
        : RecipeSettings.List(Models.Find(Model).Recipe.Resolve(Item)).ToDictionary(setting => setting.Name, setting => setting.Value);

    /// <summary>How the run's data are opened again.</summary>
    public DataOptions ToDataOptions()
    {
        var options = new DataOptions { Location = DataLocation, Size = DataSize, Fit = DataFit, KeepsAlpha = DataAlpha, Halves = DataHalves, Shrink = Shrunk, ReducesPictures = DataReduced, FindsLabels = DataLabels };
        // What is not said to be anything was read as pictures, of which nothing beside them was known.
        return DataContent is null
            ? options with { Fields = FieldsOfFolder, Content = IsOfFiles ? Pictures : null, ReadsMetadata = false }
            : options with { Content = DataContent, Item = Fields.Count > 0 ? Fields[0].Kind : null, AllVoices = DataAllVoices, Array = DataArray };
    }

    private bool IsOfFiles => IsFile(DataSource);

    private static bool IsFile(string source) => Datasets.FindSource(source) is null;

    // Pairs of one size are read as they are; those of two are one set of pictures.
    private int? Shrunk =>
        Fields.FirstOrDefault(one => one.Name == "input")?.Kind is Pictures input && Fields.FirstOrDefault(one => one.Name == "target")?.Kind is Pictures target && target.Height > input.Height
            ? target.Height / input.Height
            : null;

    // The field that is looked at stands first; folders are asked for theirs in the order of their names.
    private IReadOnlyList<string> FieldsOfFolder => [.. Fields.Select(one => one.Name).Where(name => name != DatasetColumns.ClassName).Order(StringComparer.Ordinal)];

    internal string ToJson()
    {
        var settings = new JsonObject();
        foreach (RecipeSetting setting in RecipeSettings.List(Recipe))
            settings.Add(setting.Name, setting.Value);
        var root = new JsonObject
        {
            ["belamy"] = Version,
            ["model"] = Model,
            ["settings"] = settings,
            ["steps"] = Steps,
            ["data"] = new JsonObject
            {
                ["source"] = DataSource,
                ["location"] = DataLocation,
                ["size"] = DataSize?.Width,
                ["fingerprint"] = DataFingerprint,
                ["item"] = new JsonArray([.. Item.Select(size => (JsonNode)size)]),
                ["classes"] = Classes,
                ["class-names"] = new JsonArray([.. ClassNames.Select(name => (JsonNode)name)]),
            },
        };
        if (DataHalves is { } halves)
            root["data"]!["halves"] = halves == PictureHalves.LeftToRight ? LeftToRight : RightToLeft;
        if (Fields.Count > 0)
            root["data"]!["fields"] = new JsonArray([.. Fields.Select(ToJson)]);

        // Written only where they say something, as in runs of before.
        var data = (JsonObject)root["data"]!;
        if (DataSize is { } size && size.Height != size.Width)
            data["height"] = size.Height;
        if (DataFit != PictureFit.Crop)
            data["fit"] = DataFit.ToString().ToLowerInvariant();
        if (DataAlpha)
            data["alpha"] = true;
        if (DataReduced)
            data["reduced"] = true;
        if (DataLabels)
            data["labels"] = true;
        if (DataContent is { } content)
            data["kind"] = content;
        if (DataAllVoices)
            data["voices"] = AllVoices;
        if (DataArray is { } array)
            data["array"] = array;
        if (Origin is { } origin)
        {
            root["from"] = new JsonObject
            {
                ["run"] = origin.Run,
                ["step"] = origin.Step,
                ["model"] = origin.Model,
                ["data"] = origin.Data,
                ["weights"] = origin.Weights,
            };
        }

        if (Measurement is { } plan)
        {
            root["measure"] = new JsonObject
            {
                ["metrics"] = new JsonArray([.. plan.Metrics.Select(metric => (JsonNode)metric)]),
                ["every"] = plan.Every,
                ["features"] = plan.Features,
            };
        }

        return root.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }

    private static JsonObject ToJson(Field field)
    {
        var json = new JsonObject
        {
            ["name"] = field.Name,
            ["kind"] = KindParts.NameOf(field.Kind),
            ["parts"] = new JsonArray([.. KindParts.Of(field.Kind).Select(part => (JsonNode)part)]),
        };
        if (KindParts.SettingsOf(field.Kind) is { Count: > 0 } settings)
            json["with"] = new JsonObject(settings.Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)setting.Value)));
        return json;
    }
}
