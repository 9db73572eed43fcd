namespace Belamy.Tests.Architecture;

/// <summary>The faults that <c>tools/mutate</c> plants: each must still fit the code it is planted in, and name tests there are.</summary>
public sealed class MutantTests
{
    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Repository.PathOf("tests/mutants"), "*.patch").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Patch_fits_the_code_that_it_changes(string name)
    {
        string[] lines = Lines($"tests/mutants/{name}.patch");
        string code = "";
        int hunks = 0;
        for (int at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith("--- a/", StringComparison.Ordinal))
            {
                // The tool compiles the library alone.
                Assert.StartsWith("--- a/src/Belamy/", lines[at], StringComparison.Ordinal);
                code = "\n" + string.Join('\n', Lines(lines[at][6..])) + "\n";
            }

            if (!lines[at].StartsWith("@@ ", StringComparison.Ordinal))
                continue;
            string[] hunk = [.. lines[(at + 1)..].TakeWhile(line => line.Length > 0 && line[0] is ' ' or '-' or '+')];
            string before = string.Concat(hunk.Where(line => line[0] != '+').Select(line => $"{line[1..]}\n"));
            Assert.True(
                code.Contains("\n" + before, StringComparison.Ordinal),
                $"tests/mutants/{name}.patch: the code has changed where the fault is planted; CONTRIBUTING.md, \"Mutants\", says how to plant it anew");
            Assert.Contains(hunk, line => line[0] != ' ');
            hunks++;
        }

        Assert.True(hunks > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Header_tells_the_fault_and_names_tests_there_are(string name)
    {
        string[] header = [.. Lines($"tests/mutants/{name}.patch").TakeWhile(line => !line.StartsWith("diff ", StringComparison.Ordinal))];
        Assert.NotEqual("", Assert.Single(header, line => line.StartsWith("Fault: ", StringComparison.Ordinal))[7..]);
        string[] tests = Assert.Single(header, line => line.StartsWith("Tests: ", StringComparison.Ordinal))[7..].Split(' ');
        Assert.All(tests, test => Assert.True(test.Contains('.', StringComparison.Ordinal) ? IsClass(test) : File.Exists(Repository.PathOf($"tests/golden/moves/{test}.json")), test));
    }

    private static bool IsClass(string name) => typeof(MutantTests).Assembly.GetTypes()
        .Any(type => name.StartsWith('*') ? $"{type.FullName}".EndsWith(name[1..], StringComparison.Ordinal) : type.FullName == name);

    private static string[] Lines(string file) => File.ReadAllText(Repository.PathOf(file)).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
