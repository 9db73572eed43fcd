using System.Reflection;
using System.Text.RegularExpressions;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Reproduction;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Belamy.Tests.Architecture;

/// <summary>The C# examples of the documents compile against the library as it is, and that of a model works.</summary>
public sealed partial class DocumentExampleTests
{
    private const int LongestModel = 60;
    private const int LongestKind = 80;

    /// <summary>What the SDK's implicit usings give a program.</summary>
    private static readonly string[] ImplicitUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    /// <summary>What an example that names no namespace leaves out for brevity.</summary>
    private static readonly string[] LibraryUsings = ["Belamy", "Belamy.Data", "Belamy.Metrics"];

    public static TheoryData<string, int> Examples
    {
        get
        {
            var examples = new TheoryData<string, int>();
            foreach (string document in Documents())
            {
                for (int at = 0; at < ExamplesOf(document).Length; at++)
                    examples.Add(document, at);
            }

            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_compiles(string document, int at)
    {
        (_, string[] errors) = Compile(ExamplesOf(document)[at]);
        Assert.True(errors.Length == 0, $"{document}, example {at + 1}: {string.Join("; ", errors)}");
    }

    [Fact]
    public void A_member_that_does_not_exist_is_noticed() =>
        Assert.Contains("CS0117", Assert.Single(Compile("Console.WriteLine(Models.NotThere);").Errors), StringComparison.Ordinal);

    [Fact]
    public void Model_of_contributing_is_short_and_carries_out_its_check()
    {
        string[] examples = [.. ExamplesOf("CONTRIBUTING.md").Where(example => example.Contains("class Models", StringComparison.Ordinal))];
        Assert.InRange(examples.Sum(example => example.TrimEnd().Count(letter => letter == '\n') + 1), 1, LongestModel);
        Type models = Assembly.Load(Compile(examples).Image).GetType("Belamy.Models")!;
        PropertyInfo property = Assert.Single(models.GetProperties());
        Assert.NotNull(property.GetCustomAttribute<ModelAttribute>());
        MethodInfo check = Assert.Single(models.GetMethods(BindingFlags.NonPublic | BindingFlags.Static), method => method.GetCustomAttribute<CheckAttribute>() is not null);
        var run = new ReproductionRun((Recipe)property.GetValue(null)!, Protocol.Quick, 1, new DataOptions(), null, TestContext.Current.CancellationToken);
        check.CreateDelegate<Action<ReproductionRun>>()(run);
        Assert.Equal([Evidence.Figure, Evidence.Effect, Evidence.Works], run.Findings.Select(finding => finding.Evidence));
        Assert.All(run.Findings, finding => Assert.All(finding.Values, modes => Assert.InRange(modes, 0, 8)));
        Assert.NotNull(run.Picture);
    }

    [Fact]
    public void Kind_of_contributing_is_one_short_file_that_reads_what_it_writes()
    {
        string example = Assert.Single(ExamplesOf("CONTRIBUTING.md"), example => example.Contains(": Kind", StringComparison.Ordinal));
        Assert.InRange(example.Count(letter => letter == '\n'), 1, LongestKind);
        Type type = Assembly.Load(Compile(example).Image).GetType("Belamy.Data.Kinds.PointClouds")!;
        var kind = (Kind)Activator.CreateInstance(type, 3)!;
        using var folder = new TemporaryFolder();
        float[] cloud = [-1, 0.25f, 1, 0.5f, -0.125f, 0, 1, 0, -1];
        kind.Write(cloud, folder["cloud.xyz"]);
        Assert.Equal(cloud, kind.Read(folder["cloud.xyz"]));
        File.WriteAllText(folder["short.xyz"], "0 0 0\n1 1\n");
        Assert.Contains("short.xyz: line 2", Assert.Throws<BelamyException>(() => kind.Read(folder["short.xyz"])).Message, StringComparison.Ordinal);
        Image picture = kind.Draw([.. cloud, .. cloud])!;
        Assert.Equal(4, Enumerable.Range(0, picture.Height).Sum(y => picture.Row(y).ToArray().Count(pixel => pixel is 128 or 1)));
        // A data set of it is that of any kind.
        var data = new FieldedDataset("clouds", "item", new ArrayColumn(new Field("item", kind), new Rows("clouds", 2), [.. cloud, .. cloud]));
        Assert.Equal([3, 3], data.ItemShape.ToArray());
    }

    [Fact]
    public void Metric_of_contributing_measures()
    {
        string example = Assert.Single(ExamplesOf("CONTRIBUTING.md"), example => example.Contains(": Metric", StringComparison.Ordinal));
        var metric = (Metric)Activator.CreateInstance(Assembly.Load(Compile(example).Image).GetType("Belamy.Metrics.MeanDistance")!)!;
        float[] Points(float x, float y) => [.. Enumerable.Range(0, 20).SelectMany(_ => (float[])[x, y])];
        var input = new MetricInput(new ArrayDataset("samples", [2], Points(1, 0)), new ArrayDataset("data", [2], Points(1, 4)));
        Assert.Equal(4, Assert.Single(metric.Compute(input)).Value, 1e-9);
    }

    private static IEnumerable<string> Documents() => ((string[])["README.md", "CONTRIBUTING.md"])
        .Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}"))
        .Order(StringComparer.Ordinal);

    private static string[] ExamplesOf(string document) =>
        [.. Example().Matches(File.ReadAllText(Repository.PathOf(document)).ReplaceLineEndings("\n")).Select(match => match.Groups[1].Value)];

    private static (byte[] Image, string[] Errors) Compile(params string[] files)
    {
        bool isProgram = !files[0].Contains("namespace ", StringComparison.Ordinal);
        string usings = string.Concat(ImplicitUsings.Concat(isProgram ? LibraryUsings : []).Select(name => $"global using global::{name};\n"));
        var compilation = CSharpCompilation.Create(
            $"Example{Guid.NewGuid():N}",
            [.. files.Select(file => CSharpSyntaxTree.ParseText(file)), CSharpSyntaxTree.ParseText(usings)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        Diagnostic[] errors = [.. compilation.Emit(image).Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error)];
        return (image.ToArray(), [.. errors.Select(error => error.ToString())]);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
