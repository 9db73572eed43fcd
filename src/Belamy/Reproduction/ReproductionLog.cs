using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Belamy.Files;

namespace Belamy.Reproduction;

/// <summary>A file of verdicts, <c>reproductions.jsonl</c>: one JSON object a line, the newest last.</summary>
/// <param name="path">The file; it need not exist.</param>
public sealed class ReproductionLog(string path)
{
    /// <summary>The usual name of the file.</summary>
    public const string FileName = "reproductions.jsonl";

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>All verdicts, the newest last.</summary>
    /// <exception cref="BelamyException">A line cannot be read.</exception>
    public IReadOnlyList<Verdict> Read() => File.Exists(Path) ? Parse(Encoding.UTF8.GetString(InputFile.ReadAllBytes(Path)), Path) : [];

    /// <summary>The newest verdict on a model that was judged; null when there is none.</summary>
    /// <param name="model">The name of the model.</param>
    public Verdict? Latest(string model) => Latest(Read(), model);

    /// <summary>The newest verdict on a model that was judged; null when there is none.</summary>
    /// <param name="verdicts">Verdicts, the newest last.</param>
    /// <param name="model">The name of the model.</param>
    public static Verdict? Latest(IEnumerable<Verdict> verdicts, string model) =>
        verdicts.LastOrDefault(verdict => verdict.Model == model && verdict.Outcome != Outcome.NotJudged);

    /// <summary>The newest verdict on a model by one protocol that was judged; null when there is none.</summary>
    /// <param name="verdicts">Verdicts, the newest last.</param>
    /// <param name="model">The name of the model.</param>
    /// <param name="protocol">The protocol.</param>
    public static Verdict? Latest(IEnumerable<Verdict> verdicts, string model, Protocol protocol) =>
        Latest(verdicts.Where(verdict => verdict.Protocol == protocol), model);

    /// <summary>Reads verdicts from text.</summary>
    /// <param name="text">One JSON object a line.</param>
    /// <param name="source">Where it comes from, for errors.</param>
    /// <exception cref="BelamyException">A line cannot be read.</exception>
    public static IReadOnlyList<Verdict> Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var verdicts = new List<Verdict>();
        string[] lines = text.Split('\n');
        for (int at = 0; at < lines.Length; at++)
        {
            if (string.IsNullOrWhiteSpace(lines[at]))
                continue;
            try
            {
                verdicts.Add(JsonSerializer.Deserialize<Verdict>(lines[at], Format)!);
            }
            catch (JsonException e)
            {
                throw new BelamyException($"{source}: line {at + 1} is no verdict; remove it", e);
            }
        }

        return verdicts;
    }

    /// <summary>A verdict as one line of JSON.</summary>
    public static string ToJson(Verdict verdict) => JsonSerializer.Serialize(verdict, Format);

    /// <summary>Appends a verdict.</summary>
    /// <exception cref="BelamyException">The file cannot be written.</exception>
    public void Append(Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        string before = File.Exists(Path) ? Encoding.UTF8.GetString(InputFile.ReadAllBytes(Path)) : "";
        AtomicFile.WriteAllText(Path, before + ToJson(verdict) + "\n");
    }
}
