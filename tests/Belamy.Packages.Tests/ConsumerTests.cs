namespace Belamy.Packages.Tests;

/// <summary>Programs of others that reference the library's package.</summary>
public sealed class ConsumerTests(Feed feed)
{
    private const string Code = """
        using Belamy;
        using Belamy.Data;
        using Belamy.Runs;

        string folder = RunFolder.FindFree("runs/mine");
        using TrainingRun run = Gan.Train(Models.Mlp with { Width = 2 }, Datasets.Digits(), steps: 3, folder: folder);
        if (run.Folder is { } left)
            Console.WriteLine($"{left.Path}: {run.Generator.Sample(2).Count} samples");
        using TrainedGenerator trained = Gan.Open(folder);
        Belamy.Imaging.Image? drawn = trained.Generator.Sample(4, seed: 7).Draw();
        Console.WriteLine($"{drawn?.Width} pixels wide, {Models.All.Count} models");
        """;

    [Fact]
    public void Program_with_nullable_warnings_as_errors_trains_and_reopens_its_run()
    {
        string folder = Project("nullable", "<Nullable>enable</Nullable><WarningsAsErrors>nullable</WarningsAsErrors><TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        Check(feed.Run(folder, "dotnet", "run"));
        // What it does not find before is found after, in the folders that the first run left.
        Assert.StartsWith(Path.Combine("runs", "mine-2"), feed.Run(folder, "dotnet", "run", "--no-build"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "runs", "mine", "run.json")));
    }

    [Fact]
    public void Program_that_misuses_what_may_be_null_is_refused()
    {
        string folder = Project("careless", "<Nullable>enable</Nullable><WarningsAsErrors>nullable</WarningsAsErrors>", Code.Replace("drawn?.Width", "drawn.Width", StringComparison.Ordinal));
        using Command build = feed.Start(folder, "dotnet", "build");
        (int code, string output, _) = build.End();
        Assert.NotEqual(0, code);
        Assert.Contains("error CS8602", output, StringComparison.Ordinal);
    }

    /// <summary>Belamy finds models, metrics and readers by looking through its own types, which trimming has to leave. Parquet.Net's warnings are its own.</summary>
    [Theory]
    [InlineData("whole", false)]
    [InlineData("trimmed", true)]
    public void Published_program_trains_and_reopens_its_run(string name, bool isTrimmed)
    {
        string folder = Project(name, $"<SelfContained>true</SelfContained><RuntimeIdentifier>{Feed.System}</RuntimeIdentifier><InvariantGlobalization>true</InvariantGlobalization><PublishTrimmed>{isTrimmed}</PublishTrimmed>");
        string said = feed.Run(folder, "dotnet", "publish", "-c", "Release", "-o", "out");
        Assert.DoesNotMatch("Belamy.* : warning", said);
        Check(feed.Run(folder, Path.Combine(folder, "out", OperatingSystem.IsWindows() ? $"{name}.exe" : name)));
        Assert.Equal(isTrimmed, new FileInfo(Path.Combine(folder, "out", "System.Private.CoreLib.dll")).Length < 8_000_000);
    }

    private static void Check(string said) => Assert.Matches(@"^runs.mine: 2 samples\n\d+ pixels wide, \d\d models\n$", said);

    private string Project(string name, string settings, string code = Code)
    {
        string folder = feed.Folder(name);
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings>{settings}</PropertyGroup>
              <ItemGroup><PackageReference Include="Belamy" Version="{Feed.Version}" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), code);
        return folder;
    }
}
