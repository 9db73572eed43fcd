using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Belamy.Onnx;
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
        ["Belamy.Onnx"] = ["Belamy", "Belamy.Tensors"],
        ["Belamy.Studio"] = ["Belamy", "Belamy.Tensors"],
        // The studio is built along with the command, not used by it.
        ["Belamy.Cli"] = ["Belamy.Onnx", "Belamy", "Belamy.Tensors", "Belamy.Studio"],
    };

    /// <summary>The packages that each library may reference: a decision, which docs/dependencies.md gives the reasons for.</summary>
    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["Belamy.Tensors"] = [],
        // Two are called otherwise as assemblies.
        ["Belamy"] =
        [
            "ADRaffy.ENSNormalize", "BitMiracle.LibTiff.NET", "BitMiracle.LibTiff", "MathNet.Numerics", "Microsoft.Extensions.Logging.Abstractions", "NAudio.Core", "NAudio.Midi", "NLayer", "NVorbis", "Parquet.Net", "Parquet", "Sep", "SharpZipLib", "ICSharpCode.SharpZipLib",
            "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies",
        ],
        ["Belamy.Onnx"] = ["Microsoft.ML.OnnxRuntime"],
    };

    public static TheoryData<string> ProjectNames() => [.. Projects.Keys];

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
    [InlineData(typeof(OnnxExport))]
    public void Assembly_references_areOursBelowOrTheRuntimesOrListed(Type type)
    {
        string name = type.Assembly.GetName().Name!;
        IEnumerable<string> references = type.Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);
        Assert.All(references, reference => Assert.True(
            reference.StartsWith("System", StringComparison.Ordinal) || Projects[name].Contains(reference) || Packages[name].Contains(reference), $"{name} references {reference}."));
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
