using System.Text.RegularExpressions;

namespace Belamy.Tests.Architecture;

/// <summary>The table of wishes in docs/models.md: no model is missing from it, and it shows nothing that is not there.</summary>
public sealed partial class ModelTableTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs/models.md"));

    [Fact]
    public void Every_model_serves_a_wish()
    {
        string[] named = [.. Name().Matches(Page).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(Models.All.Select(model => model.Name).Order(StringComparer.Ordinal), named);
    }

    [Fact]
    public void Pictures_of_the_table_are_there()
    {
        string[] pictures = [.. Picture().Matches(Page).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture => Assert.True(File.Exists(Repository.PathOf($"docs/{picture}")), picture));
    }

    /// <summary>A model, linked to its figures.</summary>
    [GeneratedRegex(@"\[`([a-z0-9-]+)`\]\(reproductions\.md#\1\)")]
    private static partial Regex Name();

    [GeneratedRegex(@"!\[[^\]]*\]\(([^)]+)\)")]
    private static partial Regex Picture();
}
