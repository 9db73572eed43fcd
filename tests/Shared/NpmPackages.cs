using Belamy.Tests.Architecture;

namespace Belamy.Tests;

/// <summary>What tests take from npm, in the versions of <c>tests/npm/package.json</c>: for tests that are left out, with a word, where it is missing.</summary>
internal static class NpmPackages
{
    /// <summary>What is said of tests that are left out.</summary>
    public const string Missing = "Packages of npm are missing; npm ci --ignore-scripts --prefix tests/npm";

    /// <summary>A file of <c>tests/npm</c>.</summary>
    public static string PathOf(string relative) => Repository.PathOf(Path.Combine("tests/npm", relative));

    /// <summary>Whether a package was installed.</summary>
    public static bool Has(string package) => File.Exists(PathOf($"node_modules/{package}/package.json"));
}
