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

    [Theory]
    [InlineData("A", 0)]
    [InlineData("a", 1)]
    [InlineData("\u00e9t\u00e9", 2)]
    [InlineData("e\u0301te\u0301", 2)]
    [InlineData("E\u0301TE\u0301", 2)]
    [InlineData("\u00c9T\u00c9", 2)]
    [InlineData("\u1100\u1161", 3)]
    public void NumberOf_prefers_the_exact_name_and_takes_accents_in_either_form(string asked, int number) =>
        Assert.Equal(number, ClassChoice.NumberOf("--class", asked, ["A", "a", "e\u0301te\u0301", "\uac00"]));

    [Fact]
    public void NumberOf_name_that_fits_two_in_another_case_is_refused() =>
        Assert.Contains("may be Dog or DOG", Assert.Throws<BelamyException>(() => ClassChoice.NumberOf("--class", "dog", ["Dog", "DOG"])).Message, StringComparison.Ordinal);
}
