namespace Belamy.Cli.Tests.Processes;

public sealed class HelpTests
{
    public static TheoryData<string> Commands { get; } = ["train", "sample", "apply", "judge", "interpolate", "directions", "project", "evaluate", "doctor", "explain", "reproduce", "runs", "models", "data"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_of_a_command_explains_options_and_shows_examples(string command)
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, command, "--help");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Equal("", outcome.Error);
        Assert.Contains($"belamy {command}", outcome.Output, StringComparison.Ordinal);
        string examples = outcome.Output[outcome.Output.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.True(examples.Split('\n').Count(line => line.StartsWith("  belamy ", StringComparison.Ordinal)) >= 2);
        foreach (string line in outcome.Output.Split('\n').Where(line => line.TrimStart().StartsWith("--", StringComparison.Ordinal)))
            Assert.True(line.TrimEnd().EndsWith('.'), $"Option without an explanation: {line}");
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public void Help_of_all_names_every_command(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, arguments);
        Assert.Equal(ExitCode.Success, outcome.Code);
        foreach (string command in Commands.Select(row => row.Data))
            Assert.Contains($"\n  {command} ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_before_a_command_explains_it()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(BelamyProcess.Run(folder.Path, "sample", "--help").Output, BelamyProcess.Run(folder.Path, "help", "sample").Output);
    }

    [Fact]
    public void Help_of_a_command_below_another_has_its_own_arguments_alone()
    {
        using var folder = new TemporaryFolder();
        string inspect = BelamyProcess.Run(folder.Path, "data", "inspect", "--help").Output;
        Assert.Contains("belamy data inspect <path>", inspect, StringComparison.Ordinal);
        Assert.Single(inspect.Split('\n'), line => line.TrimStart().StartsWith("<PATH>", StringComparison.Ordinal));
        Assert.Contains("belamy data [<path>]", BelamyProcess.Run(folder.Path, "data", "--help").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wgan-gp", "https://arxiv.org/abs/1704.00028", "penalty")]
    [InlineData("naive-bayes", "belamy train digits --model naive-bayes", "batch")]
    public void Models_with_a_name_tells_paper_networks_settings_and_commands(params string[] told)
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "models", told[0]);
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.All(told, part => Assert.Contains(part, outcome.Output, StringComparison.Ordinal));
        Assert.Contains($"belamy reproduce {told[0]}", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unrolled")]
    [InlineData("pacgan")]
    public void Model_fits_eighty_columns(string name)
    {
        using var folder = new TemporaryFolder();
        string output = BelamyProcess.Run(folder.Path, "models", name).Output;
        Assert.Contains(", without ", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Models_fit_eighty_columns()
    {
        using var folder = new TemporaryFolder();
        Assert.All(BelamyProcess.Run(folder.Path, "models").Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Version_is_one_line_that_starts_with_the_name()
    {
        using var folder = new TemporaryFolder();
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "--version");
        Assert.Equal(ExitCode.Success, outcome.Code);
        Assert.Matches(@"^belamy \d+\.\d+\.\d+\S* \(.NET 1\d\.[^\n]*\)\n$", outcome.Output);
    }

    [Fact]
    public void Help_of_train_names_all_data()
    {
        using var folder = new TemporaryFolder();
        string help = BelamyProcess.Run(folder.Path, "train", "--help").Output;
        string[] words = help[help.IndexOf("Arguments:", StringComparison.Ordinal)..help.IndexOf("Options:", StringComparison.Ordinal)]
            .Split([' ', '\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
        Assert.All(Belamy.Data.Datasets.Sources, source => Assert.Contains(source.Name, words));
    }

    [Fact]
    public void Models_and_data_list_what_train_takes()
    {
        using var folder = new TemporaryFolder();
        string models = BelamyProcess.Run(folder.Path, "models").Output;
        foreach (string model in (ReadOnlySpan<string>)["gan", "mlp", "dcgan"])
            Assert.Contains($"{model} ", models, StringComparison.Ordinal);
        string data = BelamyProcess.Run(folder.Path, "data").Output;
        Assert.Contains("digits", data, StringComparison.Ordinal);
        Assert.Contains("CC BY-SA", data, StringComparison.Ordinal);
        Assert.Contains("ring8 ", data, StringComparison.Ordinal);
    }
}
