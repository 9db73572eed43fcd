using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Belamy.Tests.Architecture;

/// <summary>Which folders of a project use types of which others, by what its sources compile to.</summary>
internal static class Rooms
{
    /// <summary>What the SDK's implicit usings give every file.</summary>
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    /// <summary>Each use of a type of another folder.</summary>
    /// <param name="project">A folder of <c>src</c>.</param>
    /// <returns>The first folder of the file that uses and of the file that is used, empty for the project's root, with an example.</returns>
    public static IReadOnlyDictionary<(string From, string To), string> Uses(string project)
    {
        string root = $"src/{project}";
        SyntaxTree[] trees = [.. Repository.Sources(root).Select(source => CSharpSyntaxTree.ParseText(File.ReadAllText(Repository.PathOf($"{root}/{source}")), path: source))];
        var compilation = CSharpCompilation.Create(
            $"{project}.Rooms",
            [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(file => Path.GetFileNameWithoutExtension(file) != project).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var uses = new Dictionary<(string From, string To), string>();
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
            {
                ISymbol? symbol = model.GetSymbolInfo(name, TestContext.Current.CancellationToken).Symbol;
                if ((symbol as INamedTypeSymbol ?? symbol?.ContainingType) is not { } type)
                    continue;
                // A type in parts that begins in the root, such as Tensor, belongs there.
                string? home = type.DeclaringSyntaxReferences.Select(part => part.SyntaxTree.FilePath).MinBy(file => file.Count(letter => letter == '/'));
                if (home is not null && Of(tree.FilePath) != Of(home))
                    uses.TryAdd((Of(tree.FilePath), Of(home)), $"{tree.FilePath} uses {type.Name} of {home}");
            }
        }

        return uses;
    }

    /// <summary>The first folder of a source file, empty for the root.</summary>
    public static string Of(string source) => source.Contains('/', StringComparison.Ordinal) ? source[..source.IndexOf('/', StringComparison.Ordinal)] : "";
}
