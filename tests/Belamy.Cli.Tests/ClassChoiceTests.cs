using Belamy.Cli.Commands;

namespace Belamy.Cli.Tests;

public sealed class ClassChoiceTests
{
    private static readonly string[] Names = ["trouser", "bag", "1"];

    [Theory]
    [InlineData("trouser", 0)]
    [InlineData("Bag", 1)]
    [InlineData("0", 0)]
    [InlineData("1", 2)]
    public void NumberOf_takes_names_before_numbers(string asked, int number) => Assert.Equal(number, ClassChoice.NumberOf("--class", asked, Names));

    [Theory]
    [InlineData("bgg", "did you mean bag?")]
    [InlineData("3", "--class 3: there is no such class")]
    [InlineData("-1", "there are trouser, bag, 1")]
    public void NumberOf_names_the_classes_there_are(string asked, string named) =>
        Assert.Contains(named, Assert.Throws<BelamyException>(() => ClassChoice.NumberOf("--class", asked, Names)).Message, StringComparison.Ordinal);
}
