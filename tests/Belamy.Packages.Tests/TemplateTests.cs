namespace Belamy.Packages.Tests;

/// <summary><c>dotnet new belamy</c>: what it makes is built without a warning, trains and draws.</summary>
public sealed class TemplateTests(Feed feed)
{
    [Fact]
    public void Project_of_the_template_builds_without_a_warning_trains_and_writes_pictures()
    {
        string folder = feed.Folder("template");
        feed.Run(folder, "dotnet", "new", "install", feed.PathOf("Belamy.Templates"));
        feed.Run(folder, "dotnet", "new", "belamy", "--name", "Forger");
        string project = Path.Combine(folder, "Forger");
        Assert.Equal(["Data.cs", "Forger.csproj", "Model.cs", "Program.cs"], Directory.GetFiles(project).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        feed.Run(project, "dotnet", "build", "-c", "Release", "-warnaserror", "-p:AnalysisLevel=latest-recommended");
        string said = feed.Run(project, "dotnet", "run", "-c", "Release", "--no-build", "--", "20");
        // Of the steps between, progress is told twice a second; of the last, always.
        Assert.Contains("Finished: 20 of 20", said, StringComparison.Ordinal);
        Assert.EndsWith("data.png: what was learned from; samples.png: what was made\n", said, StringComparison.Ordinal);
        byte[][] pictures = [.. new[] { "data.png", "samples.png" }.Select(file => File.ReadAllBytes(Path.Combine(project, file)))];
        Assert.All(pictures, picture => Assert.Equal([0x89, .. "PNG"u8], picture[..4]));
        Assert.NotEqual(pictures[0], pictures[1]);
        // The same data, networks and seed: the same pictures.
        feed.Run(project, "dotnet", "run", "-c", "Release", "--no-build", "--", "20");
        Assert.Equal(pictures[1], File.ReadAllBytes(Path.Combine(project, "samples.png")));
    }
}
