namespace Belamy.Cli.Tests;

public sealed class AlignedColumnsTests
{
    [Fact]
    public void Write_pads_all_columns_but_the_last()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        AlignedColumns.Write(writer, [["a", "long one", "x"], ["bcd", "e", "yz"]], indent: "> ");
        Assert.Equal("> a    long one  x\n> bcd  e         yz\n", writer.ToString());
    }

    [Fact]
    public void Write_nothing_writes_nothing()
    {
        using var writer = new StringWriter();
        AlignedColumns.Write(writer, []);
        Assert.Equal("", writer.ToString());
    }
}
