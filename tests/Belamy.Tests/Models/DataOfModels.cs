using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Data.Tables;
using Belamy.Games;
using Belamy.Tensors;

namespace Belamy.Tests;

/// <summary>Data of the fields that a model takes, made of pictures of one sort.</summary>
internal static class DataOfModels
{
    private static readonly Dictionary<string, (string[] Names, bool IsPaired)> Several = new()
    {
        ["pix2pix"] = (["target", "input"], true),
        ["cyclegan"] = (["b", "a"], false),
        ["triangle-gan"] = (["b", "a", "input", "target"], false),
        ["dtn"] = (["b", "a", "class"], false),
        ["two-step-translation"] = (["b", "a"], false),
        ["discogan"] = (["b", "a"], false),
        ["cogan"] = (["b", "a"], false),
        ["unit"] = (["b", "a"], false),
        ["genegan"] = (["b", "a"], false),
        ["residual-images"] = (["b", "a"], false),
        ["enhance-gan"] = (["b", "a"], false),
    };

    /// <summary>Models that take pictures and maps of what they show.</summary>
    private static readonly string[] Mapped = ["face-completion", "adversarial-segmentation"];

    private static readonly Dictionary<string, Shape> OtherItems = new()
    {
        ["wavegan"] = [1, 256],
        ["gan-3d"] = [1, 8, 8, 8],
        ["vgan"] = [1, 2, 16, 16],
        ["colourization"] = [3, 16, 16],
    };

    /// <summary>Texts of up to five of six words.</summary>
    public static Tokens Texts { get; } = TextsOf(5, 6);

    /// <summary>The classes of one of two sets.</summary>
    public static Classes Three { get; } = new("0", "1", "2");

    /// <summary>Maps of three labels.</summary>
    public static SegmentationMaps MapsOf(int height, int width) => new(height, width, "#000000", "#808080", "#ffffff");

    private static readonly PianoRolls Bars = new(4, 12);
    private static readonly Attributes Chord = new("C", "G", "minor");

    private static readonly Captions Words = new(Vocabulary.Find(["one red two blue"]));

    private static FieldedDataset WithCaptions(Dataset data)
    {
        Column pictures = data.Columns[0];
        float[] captions = [.. Enumerable.Range(0, data.Count).SelectMany(at => Words.Encode($"{(at % 2 == 0 ? "one" : "two")} {(at % 3 == 0 ? "red" : "blue")}"))], values = new float[data.Count * data.ItemLength];
        data.ReadBatch([.. Enumerable.Range(0, data.Count)], values);
        return new FieldedDataset(data.Name, "picture", new ArrayColumn(pictures.Field, pictures.Rows, values), new ArrayColumn(new Field("caption", Words), pictures.Rows, captions));
    }

    /// <summary>Bars of one note a step, made of the first values of each picture; songs of four.</summary>
    private static FieldedDataset Songs(Dataset data)
    {
        var values = new float[data.Count * data.ItemLength];
        data.ReadBatch([.. Enumerable.Range(0, data.Count)], values);
        float[][] bars = [.. values.Chunk(data.ItemLength).Select((picture, at) => Enumerable.Range(0, 4).SelectMany(step => Enumerable.Range(0, 12).Select(pitch => pitch == (int)(Math.Abs(picture[step]) * 37 + at) % 12 ? 1f : 0)).ToArray())];
        var rows = new Rows("bars", data.Count);
        return new FieldedDataset(
            data.Name, "roll", new ArrayColumn(new Field("roll", Bars), rows, [.. bars.SelectMany(bar => bar)]),
            new ArrayColumn(new Field("previous", Bars), rows, [.. bars.SelectMany((_, at) => at % 4 == 0 ? new float[48] : bars[at - 1])]),
            new ArrayColumn(new Field("chord", Chord), rows, [.. bars.SelectMany((_, at) => new float[] { at % 2, 1 - at % 2, at % 3 == 0 ? 1 : 0 })]));
    }

    /// <summary>Pictures, and maps of where their first channel is dark, grey and light.</summary>
    private static FieldedDataset WithMaps(Dataset data)
    {
        (int height, int width) = (data.ItemShape[1], data.ItemShape[2]);
        var values = new float[data.Count * data.ItemLength];
        data.ReadBatch([.. Enumerable.Range(0, data.Count)], values);
        var rows = new Rows("pictures", data.Count);
        return new FieldedDataset(
            data.Name, "picture", new ArrayColumn(new Field("picture", new Pictures(data.ItemShape[0], height, width)), rows, values),
            new ArrayColumn(new Field("map", MapsOf(height, width)), rows, [.. values.Chunk(data.ItemLength).SelectMany(picture => picture.Take(height * width)).Select(value => value < -0.3f ? 0f : value < 0.3f ? 1 : 2)]));
    }

    /// <summary>Columns of every sort: numbers of two modes, some missing, and two of categories.</summary>
    public static TableRows Table { get; } = TableOf("n2;c3;n1m;c2");

    /// <summary>Columns by a text: <c>n</c> and so many modes, <c>m</c> where some are missing, <c>c</c> and so many categories.</summary>
    public static TableRows TableOf(string columns) => new([.. columns.Split(';').Select((column, at) => (TableColumn)(column[0] == 'n'
        ? new NumberColumn($"{at}", NumberForm.Number, [.. Enumerable.Range(0, column[1] - '0').Select(mode => new NumberMode(10 * mode, 1, 0.5))]) { HasMissing = column.EndsWith('m') }
        : new CategoryColumn($"{at}", [.. Enumerable.Range(0, column[1] - '0').Select(category => $"{category}")])))]);

    /// <summary>Rows of <see cref="Table"/>, different ones.</summary>
    public static FieldedDataset TableRows(int count, int seed = 1)
    {
        var random = new Random(seed);
        float[] values = [.. Enumerable.Range(0, count).SelectMany(_ => Table.Encode(
            [(10.0 * random.Next(2)) + random.NextDouble(), $"{random.Next(3)}", random.Next(4) == 0 ? null : random.NextDouble(), $"{random.Next(2)}"]))];
        return new FieldedDataset("table", "row", new ArrayColumn(new Field("row", Table), new Rows("rows", count), values));
    }

    /// <summary>Texts of a number of words, the first of which ends them.</summary>
    public static Tokens TextsOf(int length, int words) => new(length, new Vocabulary([.. Enumerable.Range(0, words).Select(word => $"word{word}")]));

    /// <summary>Texts of different words and lengths.</summary>
    private static FieldedDataset WithTexts(int count)
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, count).SelectMany(_ =>
        {
            int words = 1 + random.Next(Texts.Length);
            return Enumerable.Range(0, Texts.Length).Select(at => at < words ? 1f + random.Next(Texts.Vocabulary.Words.Count - 1) : Vocabulary.End);
        })];
        return new FieldedDataset("texts", "text", new ArrayColumn(new Field("text", Texts), new Rows("texts", count), values));
    }

    /// <summary>The data themselves, or the same pictures under each name that a model asks for: over the same rows where they are to be pairs, in orders of their own where not. Models of other items take the first values of each picture.</summary>
    public static Dataset For(string model, Dataset data)
    {
        if (Models.All.FirstOrDefault(one => one.Name == model)?.Publication.Shrinks is > 0 and int factor)
            return ShrunkenPictures.Pair(data, factor);
        if (model == "gan-cls")
            return WithCaptions(data);
        if (Mapped.Contains(model))
            return WithMaps(data);
        if (model == "ctgan")
            return TableRows(data.Count);
        if (model == "gumbel-gan")
            return WithTexts(data.Count);
        if (model == "midinet")
            return Songs(data);
        var values = new float[data.Count * data.ItemLength];
        data.ReadBatch([.. Enumerable.Range(0, data.Count)], values);
        if (OtherItems.TryGetValue(model, out Shape item))
            return new ArrayDataset(data.Name, item, [.. values.Chunk(data.ItemLength).SelectMany(picture => picture.Take((int)item.Count))], [.. data.Labels], data.ClassNames);
        if (!Several.TryGetValue(model, out (string[] Names, bool IsPaired) fields))
            return data;
        var pairs = new Rows("pairs", data.Count);
        return new FieldedDataset(data.Name, fields.Names[0], [.. Fields(model, new Shape(data.ItemShape)).Select(field =>
            new ArrayColumn(field, fields.IsPaired ? pairs : new Rows(field.Name, data.Count), field.Kind is Classes classes ? [.. Enumerable.Range(0, data.Count).Select(at => (float)(at % classes.Names.Count))] : values))]);
    }

    /// <summary>The shape of items that a model takes: that of pictures, unless it takes others.</summary>
    public static Shape Item(string model, Shape picture) => model == "ctgan" ? Table.Shape : model == "gumbel-gan" ? Texts.Shape : model == "midinet" ? Bars.Shape : OtherItems.GetValueOrDefault(model, picture);

    /// <summary>The fields that a model takes, of pictures of a shape; none where it takes items alone.</summary>
    public static IReadOnlyList<Field> Fields(string model, Shape item) => item.Rank == 3 && Models.All.FirstOrDefault(one => one.Name == model)?.Publication.Shrinks is > 0 and int factor
        ? [new Field("target", new Pictures(item[0], item[1], item[2])), new Field("input", new Pictures(item[0], item[1] / factor, item[2] / factor))]
        : model == "ctgan" && item == Table.Shape ? [new Field("row", Table)]
        : model == "gumbel-gan" && item == Texts.Shape ? [new Field("text", Texts)]
        : model == "midinet" && item == Bars.Shape ? [new Field("roll", Bars), new Field("previous", Bars), new Field("chord", Chord)]
        : model == "gan-cls" && item.Rank == 3 ? [new Field("picture", new Pictures(item[0], item[1], item[2])), new Field("caption", Words)]
        : Mapped.Contains(model) && item.Rank == 3 ? [new Field("picture", new Pictures(item[0], item[1], item[2])), new Field("map", MapsOf(item[1], item[2]))]
        : Several.TryGetValue(model, out (string[] Names, bool) fields) && item.Rank == 3
        ? [.. fields.Item1.Select(name => new Field(name, name == "class" ? Three : new Pictures(item[0], item[1], item[2])))]
        : [];
}
