using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Belamy.Tensors;

namespace Belamy.Tests.Architecture;

/// <summary>Dependencies point down only; unsafe code stays where it belongs.</summary>
public sealed partial class DependencyTests
{
    /// <summary>Each project, from the bottom up, and the projects of ours that it may reference.</summary>
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Belamy.Tensors"] = [],
        ["Belamy"] = ["Belamy.Tensors"],
        ["Belamy.Cli"] = ["Belamy", "Belamy.Tensors"],
    };

    /// <summary>The packages that each library may reference: a decision, which docs/dependencies.md gives the reasons for.</summary>
    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["Belamy.Tensors"] = [],
        // SharpZipLib is called otherwise as an assembly.
        ["Belamy"] = ["MathNet.Numerics", "SharpZipLib", "ICSharpCode.SharpZipLib", "NAudio.Core", "NLayer", "NVorbis"],
    };

    /// <summary>Each folder that is a layer, and the namespaces of its own project that it may use beside its own.</summary>
    private static readonly Dictionary<string, string[]> Layers = new()
    {
        ["Belamy.Tensors/Operations"] = [],
        ["Belamy.Tensors/Cpu"] = [],
        ["Belamy.Tensors/Evaluation"] = ["Operations", "Cpu"],
        ["Belamy.Tensors/Gradients"] = ["Operations", "Evaluation"],
        ["Belamy.Tensors/Compilation"] = ["Operations", "Evaluation", "Cpu"],
        ["Belamy/Networks"] = [],
        ["Belamy/Objectives"] = [],
        ["Belamy/Penalties"] = ["Augmentation"],
        ["Belamy/Augmentation"] = [],
        ["Belamy/Reproduction"] = ["Data", "Imaging", "Metrics", "Serialization", "Training"],
        ["Belamy/Optimization"] = [],
        ["Belamy/Imaging"] = ["Serialization"],
        ["Belamy/Serialization"] = ["Imaging"],
        ["Belamy/Data"] = ["Imaging", "Serialization"],
        ["Belamy/Numerics"] = [],
        ["Belamy/Latent"] = ["Imaging", "Networks", "Numerics", "Optimization", "Training"],
        ["Belamy/Training"] = ["Augmentation", "Data", "Imaging", "Networks", "Objectives", "Optimization", "Penalties", "Serialization"],
    };

    public static TheoryData<string> ProjectNames() => [.. Projects.Keys];

    public static TheoryData<string> LayerNames() => [.. Layers.Keys];

    [Fact]
    public void Projects_inSourceFolder_areAllInTheTable() =>
        Assert.Equal(Projects.Keys.Order(), Directory.GetDirectories(Repository.PathOf("src")).Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void Project_references_pointDown(string project)
    {
        XDocument file = XDocument.Load(Repository.PathOf($"src/{project}/{project}.csproj"));
        string[] references = [.. file.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))];
        Assert.Subset(Projects[project].ToHashSet(), references.ToHashSet());
        if (Packages.TryGetValue(project, out string[]? allowed))
            Assert.Subset(allowed.ToHashSet(), file.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value).ToHashSet());
    }

    [Theory]
    [InlineData(typeof(Tensor))]
    [InlineData(typeof(Recipe))]
    public void Assembly_references_areOursBelowOrTheRuntimesOrListed(Type type)
    {
        string name = type.Assembly.GetName().Name!;
        IEnumerable<string> references = type.Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);
        Assert.All(references, reference => Assert.True(
            reference.StartsWith("System", StringComparison.Ordinal) || Projects[name].Contains(reference) || Packages[name].Contains(reference), $"{name} references {reference}."));
    }

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Layer_usings_stayWithinWhatItMayUse(string layer)
    {
        string project = layer.Split('/')[0];
        string own = layer.Split('/')[1];
        string[] sources = [.. Repository.Sources($"src/{layer}")];
        Assert.NotEmpty(sources);
        foreach (string source in sources)
        {
            foreach (string line in Repository.Code(Repository.PathOf($"src/{layer}/{source}")))
            {
                // What follows the project's name: "Operations" of Belamy.Tensors.Operations. The tensors are a project of their own.
                Match match = Regex.Match(line, $@"^\s*(?:global )?using (?:static )?{Regex.Escape(project)}\.(\w+)");
                if (!match.Success || (project == "Belamy" && match.Groups[1].Value == "Tensors"))
                    continue;
                string used = match.Groups[1].Value;
                Assert.True(used == own || Layers[layer].Contains(used), $"src/{layer}/{source} uses {project}.{used}.");
            }
        }
    }

    [Fact]
    public void Models_areFoundByAttribute_namedByNoOtherCode()
    {
        PropertyInfo[] models = [.. typeof(Models).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.GetCustomAttribute<ModelAttribute>() is not null)];
        Assert.NotEmpty(models);
        Assert.Equal(models.Length, Models.All.Count);
        foreach (string source in Repository.Sources("src").Where(source => !source.StartsWith("Belamy/Models/", StringComparison.Ordinal)))
        {
            string code = string.Join('\n', Repository.Code(Repository.PathOf($"src/{source}")));
            Assert.All(models, model => Assert.DoesNotMatch($@"\bModels\.{model.Name}\b", code));
        }
    }

    [Fact]
    public void UnsafeCode_isInCpuAndInteropAlone()
    {
        string[] holders = [.. Repository.Sources("src").Where(source =>
            Repository.Code(Repository.PathOf($"src/{source}")).Any(line => UnsafeKeyword().IsMatch(line)))];
        Assert.NotEmpty(holders);
        Assert.All(holders, source => Assert.True(
            source.StartsWith("Belamy.Tensors/Cpu/", StringComparison.Ordinal) || source.Split('/').SkipLast(1).Contains("Interop"),
            $"src/{source} holds unsafe code."));
    }

    [GeneratedRegex(@"\b(unsafe|stackalloc\s+\w+\*|fixed\s*\()")]
    private static partial Regex UnsafeKeyword();
}
