using System.Reflection;

namespace Belamy.Cli.Tests.House;

/// <summary>What the libraries offer is written down, so that no change to it goes unseen.</summary>
public sealed class PublicInterfaceTests
{
    private const string Accept = "BELAMY_ACCEPT_API";

    [Theory]
    [InlineData("Belamy.Tensors")]
    [InlineData("Belamy")]
    public void Public_interface_is_the_one_written_down(string assembly)
    {
        string file = Path.Combine(Repository.Root, "tests", "api", $"{assembly}.txt");
        string actual = PublicInterface.Describe(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(file, actual);
            return;
        }

        string[] expected = File.Exists(file) ? File.ReadAllLines(file) : [];
        string[] lines = actual.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] changes =
        [
            .. expected.Except(lines).Select(line => $"- {line}"),
            .. lines.Except(expected).Select(line => $"+ {line}"),
        ];
        Assert.True(
            changes.Length == 0,
            $"The public interface of {assembly} has changed. If that is meant, run the tests once with {Accept}=1 and commit {file}.\n{string.Join('\n', changes)}");
    }
}
