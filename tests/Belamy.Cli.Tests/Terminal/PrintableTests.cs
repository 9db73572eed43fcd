using Belamy.Cli.Commands;
using Belamy.Cli.Terminal;

namespace Belamy.Cli.Tests.Terminal;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("digits é 数字 ✓\t[red]", "digits é 数字 ✓\t[red]")]
    [InlineData("\u001b[31m", @"\x1b[31m")]
    [InlineData("\a\b\u007f", @"\x07\x08\x7f")]
    [InlineData("a\r\nb", @"a\r\nb")]
    [InlineData("\u009b31m\u0085", @"\u009b31m\u0085")]
    [InlineData("\u202egnp.exe\u2066\u200f", @"\u202egnp.exe\u2066\u200f")]
    [InlineData("a\u2028b", @"a\u2028b")]
    public void Text_makes_visible_what_a_terminal_obeys(string text, string visible) => Assert.Equal(visible, Printable.Text(text));

    [Fact]
    public void Writer_keeps_lines_of_its_own_and_none_of_others()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var writer = new PrintableWriter(output);
        writer.WriteLine("a\nb");
        writer.WriteLine((object)"a\nb\u001b");
        writer.Write("c\n\r");
        writer.Write('\a');
        writer.WriteLine();
        writer.WriteLine((string?)null);
        writer.Write(['d', '\u009b'], 0, 2);
        Assert.Equal("a\\nb\na\nb\\x1b\nc\n\\r\\x07\n\nd\\u009b", output.ToString());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(30, 60)]
    [InlineData(long.MaxValue / 2, long.MaxValue - 1)]
    [InlineData(long.MaxValue - 1, long.MaxValue)]
    public void FurtherSteps_is_a_number_of_steps_that_can_be_asked_for(long done, long proposed) => Assert.Equal(proposed, TrainingSession.FurtherSteps(done));
}
