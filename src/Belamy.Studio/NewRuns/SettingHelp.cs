using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Belamy.Studio.NewRuns;

/// <summary>What the XML documentation of the library says about settings: the file that lies beside its assembly.</summary>
internal static partial class SettingHelp
{
    private static readonly Lazy<Dictionary<string, string>> Summaries = new(Read);

    /// <summary>What a setting is, in a sentence or two; empty where nothing is said.</summary>
    public static string Of(RecipeSetting setting) => Summaries.Value.GetValueOrDefault(setting.Documentation, "");

    private static Dictionary<string, string> Read()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "Belamy.xml");
        if (!File.Exists(file))
            return [];
        return XDocument.Load(file).Descendants("member")
            .Where(member => member.Attribute("name")?.Value.StartsWith("P:", StringComparison.Ordinal) == true && member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => TextOf(member.Element("summary")!));
    }

    private static string TextOf(XElement element)
    {
        var text = new StringBuilder();
        foreach (XNode node in element.Nodes())
        {
            text.Append(node switch
            {
                XText words => words.Value,
                // Of M:Belamy.Recipe.Build(System.Int32), Build.
                XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } cref => cref.Value.Split('(')[0].Split('.')[^1].Split('`')[0],
                XElement { Name.LocalName: "see" or "paramref" } see => see.Attributes().FirstOrDefault()?.Value,
                XElement inner => TextOf(inner),
                _ => "",
            });
        }

        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
