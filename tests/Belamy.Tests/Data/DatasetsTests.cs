using Belamy.Data;

namespace Belamy.Tests.Data;

public class DatasetsTests
{
    [Fact]
    public void Open_name_in_capitals_is_found() => Assert.Equal("digits", Datasets.Open("Digits").Name);

    [Fact]
    public void Open_mistyped_name_proposes_the_nearest()
    {
        var error = Assert.Throws<BelamyException>(() => Datasets.Open("digts"));
        Assert.Contains("digts", error.Message);
        Assert.EndsWith("did you mean digits?", error.Message);
    }

    [Fact]
    public void Open_unlike_any_name_lists_the_names()
    {
        var error = Assert.Throws<BelamyException>(() => Datasets.Open("zebra-stripes"));
        Assert.Contains("digits", error.Message);
        Assert.DoesNotContain("did you mean", error.Message);
    }

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "same", 0)]
    public void Distance_known_pairs(string a, string b, int expected)
    {
        Assert.Equal(expected, DidYouMean.Distance(a, b));
        Assert.Equal(expected, DidYouMean.Distance(b, a));
    }
}
