using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Tests.Data.Kinds;

public class ShortKindsTests
{
    [Fact]
    public void Classes_are_numbers_that_tell_names()
    {
        var classes = new Classes("cat", "dog");
        Assert.Equal((Shape.Scalar, ElementType.Int32, (0d, 1d)), (classes.Shape, classes.ElementType, classes.Range!.Value));
        Assert.Equal(["cat", "dog", "no class (2)", "no class (0.5)", "no class (-1)", "no class (NaN)"], new[] { 0, 1, 2, 0.5f, -1, float.NaN }.Select(number => classes.Tell([number])));
        Assert.Null(classes.Draw([0, 1]));
    }

    [Fact]
    public void Kinds_of_names_are_equal_by_their_names()
    {
        Assert.Equal(new Classes("a", "b"), new Classes(["a", "b"]));
        Assert.Equal(new Classes("a", "b").GetHashCode(), new Classes("a", "b").GetHashCode());
        Assert.NotEqual(new Classes("a", "b"), new Classes("b", "a"));
        Assert.Equal(new Attributes("a"), new Attributes("a"));
        Assert.NotEqual<Kind>(new Attributes("a"), new Classes("a"));
    }

    [Fact]
    public void Kinds_that_no_item_can_be_of_are_refused()
    {
        Assert.Contains("'a' is there 2 times", Assert.Throws<ArgumentException>(() => new Classes("a", "b", "a")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Attributes());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Points(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatentVectors(0));
    }

    [Fact]
    public void Attributes_tell_those_that_hold()
    {
        var attributes = new Attributes("young", "smiling", "bald");
        Assert.Equal<Shape>([3], attributes.Shape);
        Assert.Equal(["young, bald", "smiling", "none"], new float[][] { [1, 0, 0.5f], [0, 1, 0.49f], [0, 0, 0] }.Select(item => attributes.Tell(item)));
    }

    [Theory]
    [InlineData("dog", 1)]
    [InlineData(" CAT\n", 0)]
    [InlineData("1", 1)]
    [InlineData("0", 2)]
    public void Classes_are_given_by_name_or_number(string text, int number) => Assert.Equal([number], new Classes("cat", "dog", "0").Parse(text));

    [Theory]
    [InlineData("dig", "dig: there is no such class; did you mean dog?; there are cat, dog")]
    [InlineData("7", "7: there is no such class; there are cat, dog")]
    [InlineData("-1", "-1: there is no such class; there are cat, dog")]
    public void Classes_that_there_are_not_are_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<BelamyException>(() => new Classes("cat", "dog").Parse(text)).Message);

    [Fact]
    public void Attributes_are_given_by_their_names_as_they_are_told()
    {
        var attributes = new Attributes("young", "smiling", "bald");
        Assert.All(new float[][] { [1, 0, 1], [0, 1, 0], [0, 0, 0] }, item => Assert.Equal(item, attributes.Parse(attributes.Tell(item))));
        Assert.Equal([0, 1, 0], new Attributes("a", "none", "b").Parse("none"));
        Assert.Equal("smilling: there is no such attribute; did you mean smiling?; there are young, smiling, bald", Refusal("young, smilling"));
        Assert.Equal("none: there is no such attribute; there are young, smiling, bald", Refusal("none, young"));
        Assert.Contains("names no attribute; write none, or some of young", Refusal(" , "), StringComparison.Ordinal);

        string Refusal(string text) => Assert.Throws<BelamyException>(() => attributes.Parse(text)).Message;
    }

    [Fact]
    public void Kinds_that_have_no_words_are_not_given_in_words()
    {
        Assert.Equal("1 2: points cannot be given in words", Assert.Throws<BelamyException>(() => new Points(2).Parse("1 2")).Message);
        Assert.False(new Points(2).ReadsText);
        Assert.Equal("a.txt: points are not read from files of their own", Assert.Throws<BelamyException>(() => new Points(2).Read("a.txt")).Message);
    }

    [Fact]
    public void Points_of_the_plane_are_drawn_and_tell_native_units()
    {
        var points = new Points(2) { Scale = 2 };
        Image picture = points.Draw([0.5f, -0.25f, 1, 1])!;
        Assert.NotEqual(picture.Pixels.ToArray(), points.Draw([0.5f, -0.25f, -1, 1])!.Pixels.ToArray());
        Assert.Equal("1 -0.5", points.Tell([0.5f, -0.25f]));
        Assert.Null(new Points(3).Draw([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => points.Draw([1, 2, 3]));
    }

    [Fact]
    public void Latent_vectors_lie_anywhere()
    {
        var vectors = new LatentVectors(64);
        Assert.Equal<Shape>([64], vectors.Shape);
        Assert.Null(vectors.Range);
        Assert.Equal("latent vectors of 64 numbers", vectors.Description);
    }
}
