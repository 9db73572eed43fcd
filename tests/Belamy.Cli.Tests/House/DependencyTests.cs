using System.Reflection;
using System.Text.RegularExpressions;

namespace Belamy.Cli.Tests.House;

/// <summary>Dependencies point down only: the command, the library, the tensor compiler, and inside each as its folders are ordered.</summary>
public sealed partial class DependencyTests
{
    [Theory]
    [InlineData("Belamy.Tensors")]
    [InlineData("Belamy", "Belamy.Tensors")]
    [InlineData("Belamy.Cli", "Belamy", "Belamy.Tensors", "System.CommandLine", "Spectre.Console")]
    public void Assembly_refers_to_those_below_it_alone(string assembly, params string[] allowed)
    {
        IEnumerable<string> foreign = Assembly.Load(assembly).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !IsPlatform(name) && !allowed.Any(one => name == one || name.StartsWith($"{one}.", StringComparison.Ordinal)));
        Assert.Empty(foreign);
    }

    [Theory]
    [InlineData("Belamy.Tensors/Operations", "Gradients", "Compilation", "Cpu", "Evaluation")]
    [InlineData("Belamy.Tensors/Gradients", "Compilation", "Cpu")]
    [InlineData("Belamy.Tensors/Cpu", "Operations", "Gradients", "Compilation", "Evaluation")]
    [InlineData("Belamy.Tensors/Compilation", "Gradients")]
    [InlineData("Belamy/Networks", "Training", "Data", "Metrics", "Optimization", "Objectives")]
    [InlineData("Belamy/Objectives", "Training", "Data", "Metrics", "Optimization", "Networks")]
    [InlineData("Belamy/Optimization", "Training", "Data", "Metrics", "Objectives", "Networks")]
    [InlineData("Belamy/Imaging", "Training", "Data", "Metrics", "Networks")]
    [InlineData("Belamy/Serialization", "Training", "Data", "Metrics", "Networks")]
    [InlineData("Belamy/Data", "Training", "Metrics", "Networks", "Objectives", "Optimization")]
    [InlineData("Belamy/Training", "Metrics")]
    public void Folder_does_not_use_those_above_it(string folder, params string[] above)
    {
        string project = folder.Split('/')[0];
        string[] sources = [.. Repository.SourcesBelow(["src", .. folder.Split('/')])];
        Assert.NotEmpty(sources);
        foreach (string source in sources)
        {
            foreach (Match used in UsingDirective().Matches(File.ReadAllText(source)))
                Assert.DoesNotContain(above, name => used.Groups[1].Value == $"{project}.{name}" || used.Groups[1].Value.StartsWith($"{project}.{name}.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Models_are_found_and_never_named()
    {
        string[] names = [.. Models.All.Select(model => model.Name)];
        foreach (string source in Repository.SourcesBelow("src").Where(source => !source.Contains($"{Path.DirectorySeparatorChar}Models{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
        {
            foreach (string line in File.ReadLines(source).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)))
            {
                Match use = UseOfModel().Match(line);
                Assert.False(use.Success && names.Contains(use.Groups[1].Value.ToLowerInvariant()), $"{source}: {line}");
            }
        }
    }

    [Fact]
    public void Unsafe_code_is_in_the_kernels_alone()
    {
        string[] allowed = [Path.Combine("Belamy.Tensors", "Cpu"), "Interop"];
        IEnumerable<string> elsewhere = Repository.SourcesBelow("src")
            .Where(source => !allowed.Any(folder => source.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
            .Where(source => File.ReadLines(source).Any(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && UnsafeKeyword().IsMatch(line)));
        Assert.Empty(elsewhere);
    }

    private static bool IsPlatform(string name) =>
        name is "mscorlib" or "netstandard" or "System"
        || (name.StartsWith("System.", StringComparison.Ordinal) && name != "System.CommandLine")
        || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal);

    [GeneratedRegex(@"^using (?:static )?(Belamy[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"\bModels\.(\w+)\b")]
    private static partial Regex UseOfModel();

    [GeneratedRegex(@"\bunsafe\b")]
    private static partial Regex UnsafeKeyword();
}
