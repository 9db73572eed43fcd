using System.Text.Json;

namespace Belamy.Data.Readers;

/// <summary>Objects of JSON, one a line.</summary>
internal static class JsonLine
{
    /// <summary>The texts, numbers and truth values of an object by their names; null where the line is no object.</summary>
    public static Dictionary<string, string>? Read(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind is JsonValueKind.String)
                    values[property.Name] = property.Value.GetString() ?? "";
                else if (property.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                    values[property.Name] = property.Value.GetRawText();
            }

            return values;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is half of a character in \u escapes.
            return null;
        }
    }
}
