using Belamy.Cli.Commands;
using Belamy.Cli.Tests.Processes;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;

namespace Belamy.Cli.Tests.Applying;

/// <summary>What fills the fields of functions that no model has: of pictures with masks, classes and attributes.</summary>
public sealed class FunctionInputsTests : IDisposable
{
    private static readonly Field Picture = new("picture", new Pictures(1, 2, 2)), Mask = new("mask", new Masks(2, 2)), Latent = new("latent", new LatentVectors(2));
    private static readonly Field Class = new("class", new Classes("cat", "dog")), Looks = new("looks", new Attributes("young", "bald")), Other = new("style", new Pictures(1, 2, 2));

    // What the mask does not mean stays.
    private static readonly Function Restore = new("restore", [Latent, Mask, Picture], Picture, (_, fields) => (fields[2] * (1 - fields[1])) + (fields[0].Slice(1, 0, 1).Reshape(1, 1, 1, 1) * fields[1]));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mask_comes_beside_a_picture_and_is_no_input_itself()
    {
        Save("photos/a.png", 0, 255, 255, 0);
        Save("photos/a-picture.png", 255, 255, 255, 255);
        Save("photos/a-mask.png", 255, 255, 0, 0);
        Save("photos/b.bmp.png", 255, 255, 255, 255);
        Save("photos/b.bmp.mask.png", 0, 0, 0, 255);
        Save("photos/deep/c.png", 0, 0, 0, 0);
        Save("photos/deep/c-mask.png", 0, 0, 0, 0);
        // A file that only looks like a mask belongs to none.
        Save("photos/black-mask.png", 0, 0, 0, 0);
        FunctionInputs inputs = Inputs(Restore with { Takes = [Latent, Mask, Picture, Class] }, ["photos"], ("--class", "dog"));
        Assert.Equal(["a-picture.png", "a.png", "b.bmp.png", "black-mask.png", "deep-c.png"], inputs.Files!.All.Select(file => file.Name));
        Assert.Equal([[0.5f, -0.5f], [1, 1, 0, 0], [-1, 1, 1, -1], [1]], Read(inputs, "a.png"));
        Assert.Equal([[0.5f, -0.5f], [0, 0, 0, 1], [1, 1, 1, 1], [1]], Read(inputs, "b.bmp.png"));
        Assert.Equal("photos/black-mask.png: has no mask; put black-mask-mask.png beside it, or give --mask PATH", Refusal(() => Read(inputs, "black-mask.png")));
        Save("photos/a.mask.png", 0, 0, 0, 0);
        Assert.Equal("photos/a.png: which is its mask, photos/a-mask.png or photos/a.mask.png? Move one away", Refusal(() => Read(Inputs(Restore, ["photos/a.png"]), "a.png")));
    }

    [Fact]
    public void Runner_is_given_the_fields_in_their_order()
    {
        Save("a.png", 0, 255, 255, 0);
        Save("a-mask.png", 255, 255, 0, 0);
        using var runner = new Runner(Restore, items: 1);
        FunctionInputs inputs = Inputs(Restore, ["a.png"]);
        Assert.Equal([0.5f, 0.5f, 1, -1], runner.Run(inputs.Read(inputs.Files!.All[0]), cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Files_that_are_named_one_by_one_are_told_apart_too()
    {
        Save("a.png", 0, 0, 0, 0);
        Save("a-mask.png", 255, 255, 0, 0);
        Assert.Equal("a.png", Assert.Single(Inputs(Restore, ["a-mask.png", "a.png"]).Files!.All).Name);
        // Alone it is what was meant.
        Save("a-mask-mask.png", 0, 0, 0, 0);
        Assert.Equal("a-mask.png", Assert.Single(Inputs(Restore, ["a-mask.png"]).Files!.All).Name);
    }

    [Fact]
    public void Mask_of_an_option_is_for_all_files_or_is_called_as_each()
    {
        Save("photos/a.png", 0, 0, 0, 0);
        Save("photos/deep/b.png", 0, 0, 0, 0);
        Save("hole.png", 255, 0, 0, 0);
        Save("masks/a.png", 0, 255, 0, 0);
        FunctionInputs one = Inputs(Restore, ["photos"], ("--mask", "hole.png")), folder = Inputs(Restore, ["photos"], ("--mask", "masks"));
        Assert.Equal([1, 0, 0, 0], Read(one, "a.png")[1]);
        Assert.Equal([1, 0, 0, 0], Read(one, "deep-b.png")[1]);
        Assert.Equal([0, 1, 0, 0], Read(folder, "a.png")[1]);
        Assert.Equal("photos/deep/b.png: has no mask; add masks/deep/b.png", Refusal(() => Read(folder, "deep-b.png")));
        Save("masks/deep/b.png", 0, 0, 0, 255);
        Assert.Equal([0, 0, 0, 1], Read(Inputs(Restore, ["photos"], ("--mask", "masks")), "deep-b.png")[1]);
    }

    [Fact]
    public void Mask_that_nobody_gives_is_made_by_a_function_of_the_system()
    {
        Function draw = new("mask", [Picture], Mask, (_, fields) => fields[0]);
        Save("a.png", 0, 255, 255, 0);
        Save("b.png", 255, 255, 255, 0);
        Save("b-mask.png", 0, 0, 0, 255);
        FunctionInputs inputs = Inputs(Restore, ["a.png", "b.png"], [draw]);
        Assert.Empty(inputs.Made);
        Assert.Equal([0, 0, 0, 1], Read(inputs, "b.png")[1]);
        Assert.Empty(inputs.Made);
        Assert.Equal([0, 1, 1, 0], Read(inputs, "a.png")[1]);
        Assert.Equal(Mask, Assert.Single(inputs.Made));
    }

    [Fact]
    public void Mask_of_other_proportions_or_without_a_mark_is_refused()
    {
        Save("a.png", 0, 255, 255, 0);
        Save("a-mask.png", 0, 127, 0, 0);
        const string Remedy = "marks nothing of what is restored of a.png; make white what is to be filled, and black what stays";
        Assert.Equal($"a-mask.png: {Remedy}", Refusal(() => Read(Inputs(Restore, ["a.png"]), "a.png")));
        Assert.Equal($"a-mask.png: {Remedy}", Refusal(() => Read(Inputs(Restore, ["a.png"], ("--mask", "a-mask.png")), "a.png")));
        new Image(4, 2, 1).SavePng(_folder["wide.png"]);
        Assert.Equal("wide.png: is a mask of 4×2, and a.png is 2×2; give one as wide and high as the picture", Refusal(() => Read(Inputs(Restore, ["a.png"], ("--mask", "wide.png")), "a.png")));
        var large = new Image(4, 4, 1);
        large.Pixels.Fill(255);
        large.SavePng(_folder["large.png"]);
        Assert.Equal([1, 1, 1, 1], Read(Inputs(Restore, ["a.png"], ("--mask", "large.png")), "a.png")[1]);
    }

    [Fact]
    public void Words_come_by_options_or_beside_files_under_names_that_tell_them_apart()
    {
        Function change = Restore with { Name = "change", Takes = [Picture, Class, Looks] }, sort = Restore with { Name = "sort", Takes = [Class, Picture] };
        Save("a.png", 0, 0, 0, 0);
        File.WriteAllText(_folder["a.txt"], "dog\n");
        Assert.Equal([[1], [-1, -1, -1, -1]], Read(Inputs(sort, ["a.png"]), "a.png"));
        // A text of the same name may mean either.
        Assert.Equal("a.png: has no class; put a-class.txt beside it, or give --class NAME", Refusal(() => Inputs(change, ["a.png"], ("--attributes", "bald"))));
        File.Move(_folder["a.txt"], _folder["a.class.txt"]);
        File.WriteAllText(_folder["a-looks.txt"], "young, bald");
        Assert.Equal([[-1, -1, -1, -1], [1], [1, 1]], Read(Inputs(change, ["a.png"]), "a.png"));
        Assert.Equal([[-1, -1, -1, -1], [0], [0, 1]], Read(Inputs(change, ["a.png"], ("--class", "CAT"), ("--attributes", "bald")), "a.png"));
        Assert.Equal("--class cow: there is no such class; there are cat, dog", Refusal(() => Inputs(change, ["a.png"], ("--class", "cow"))));
        Assert.Equal("--attributes old: there is no such attribute; there are young, bald", Refusal(() => Inputs(change, ["a.png"], ("--attributes", "old"))));
    }

    [Fact]
    public void Function_of_words_or_of_draws_alone_needs_no_files()
    {
        Function make = Restore with { Name = "make", Takes = [Latent, Class] };
        FunctionInputs inputs = Inputs(make, [], ("--class", "dog"));
        Assert.Null(inputs.Files);
        Assert.Equal([[0.5f, -0.5f], [1]], inputs.Read(null).Select(values => values.ToArray()));
        Assert.Equal([0.5f, -0.5f], Assert.Single(Inputs(Restore with { Takes = [Latent] }, []).Read(null)).ToArray());
        File.WriteAllText(_folder["one.txt"], "dog");
        Assert.Equal([[0.5f, -0.5f], [1]], Read(Inputs(make, ["one.txt"]), "one.txt"));
    }

    [Fact]
    public void What_nothing_fills_or_fills_nothing_is_named_with_what_to_do()
    {
        Save("a.png", 0, 0, 0, 0);
        Save("b.png", 0, 0, 0, 0);
        Save("c.png", 0, 0, 0, 0);
        Directory.CreateDirectory(_folder["masks"]);
        Function point = Restore with { Name = "bend", Takes = [Picture, new Field("point", new Points(2))] }, paint = Restore with { Name = "paint", Takes = [Picture, Other] };
        Assert.Equal("a.png: has no mask, nor have the 2 others; put a-mask.png beside it, or give --mask PATH", Refusal(() => Inputs(Restore, ["a.png", "b.png", "c.png"])));
        Assert.Equal("a.png: has no mask, nor has the other; add masks/a.png", Refusal(() => Inputs(Restore, ["a.png", "b.png"], ("--mask", "masks"))));
        Assert.Equal("a.png: has no style; put a-style.png beside it", Refusal(() => Inputs(paint, ["a.png"])));
        Assert.Equal("--mask none.png: there is no such file or folder", Refusal(() => Inputs(Restore, ["a.png"], ("--mask", "none.png"))));
        File.WriteAllText(_folder["bad.png"], "no picture");
        Assert.StartsWith("--mask bad.png: ", Refusal(() => Inputs(Restore, ["a.png"], ("--mask", "bad.png"))), StringComparison.Ordinal);
        Assert.Equal("--mask a.png: paint: picture, style → picture takes no mask; leave it out, or choose --function restore", Refusal(() => Inputs(paint, ["a.png"], ("--mask", "a.png"))));
        Assert.Equal("bend: picture, point → picture: nothing gives its point; apply it from C#", Refusal(() => Inputs(point, ["a.png"])));
        Assert.Equal("a.png: make: latent → picture takes no files; leave it out", Refusal(() => Inputs(Restore with { Name = "make", Takes = [Latent] }, ["a.png"])));
        Assert.StartsWith("restore: latent, mask, picture → picture: nothing gives its picture; name the files that it is read from (.jpg,", Refusal(() => Inputs(Restore, [], ("--mask", "a.png"))), StringComparison.Ordinal);
    }

    private FunctionInputs Inputs(Function function, string[] inputs, params (string Name, string Value)[] given) => Inputs(function, inputs, [], given);

    private FunctionInputs Inputs(Function function, string[] inputs, Function[] others, params (string Name, string Value)[] given)
    {
        string? Given(string name) => given.FirstOrDefault(one => one.Name == name).Value is { } value ? name == "--mask" ? _folder[value] : value : null;
        FieldOption[] options = [new("--class", "NAME", Given("--class")), new("--attributes", "NAME,…", Given("--attributes")), new("--mask", "PATH", Given("--mask"))];
        return new FunctionInputs(function, [function, Restore, .. others], [.. inputs.Select(input => _folder[input])], options, vectors => [.. new float[] { 0.5f, -0.5f }.Take(vectors.Size)], (maker, picture) => [.. picture.Select(value => value > 0 ? 1f : 0)]);
    }

    private static float[][] Read(FunctionInputs inputs, string name) => [.. inputs.Read(inputs.Files!.All.Single(file => file.Name == name)).Select(values => values.ToArray())];

    private string Refusal(Action action) => Assert.Throws<BelamyException>(action).Message.Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private void Save(string name, params byte[] pixels)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        var picture = new Image(2, 2, 1);
        pixels.CopyTo(picture.Pixels);
        picture.SavePng(_folder[name]);
    }
}
