using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Tests.Data.Contents;

/// <summary>Folders and files of all sorts are opened by what they hold.</summary>
public sealed class ContentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sounds", "sounds", "sound", 4, "sounds of 0.128 s at 4000 Hz")]
    [InlineData("songs", "songs", "roll", 6, "piano rolls of 16 steps and 128 pitches")]
    [InlineData("chorales", "songs", "roll", 1, "piano rolls of 16 steps and 128 pitches")]
    [InlineData("strips", "films", "film", 3, "films of 8 frames of 32×32 in colour")]
    [InlineData("volumes", "volumes", "volume", 3, "volumes of 16×16×16")]
    [InlineData("many-volumes", "volumes", "volume", 2, "volumes of 16×16×16")]
    [InlineData("arrays", "arrays", "item", 3, "arrays of [2, 5]")]
    [InlineData("points", "arrays", "item", 5, "arrays of [2]")]
    [InlineData("table", "table", "row", 40, "table rows of 3 columns")]
    [InlineData("text", "text", "text", 3, "texts of 4 of 9 words")]
    [InlineData("classed-text", "text", "text", 20, "texts of 5 of 26 words")]
    [InlineData("described", "pictures", "picture", 2, "28×28 pictures in colour")]
    public void Open_seesWhatFilesHold(string sort, string content, string field, int count, string description)
    {
        var data = Assert.IsType<FieldedDataset>(Datasets.Open(OwnFiles.Write(_folder, sort)));
        Assert.Equal(content, data.Content);
        Assert.Equal((field, count, description), (data.Main.Field.Name, data.Count, data.Main.Field.Kind.Description));
        Assert.Same(data.Main, data.Column("item"));
        Assert.Empty(data.LeftOut);
        var item = new float[data.ItemLength];
        data.Read(count - 1, item);
        Assert.All(item, value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData("frames", "films", "films of 8 frames of 32×32 in colour")]
    [InlineData("points", "points", "points of 2 coordinates")]
    [InlineData("volumes", "volumes", "volumes of 16×16×16")]
    [InlineData("many-volumes", "arrays", "arrays of [16, 16, 16]")]
    [InlineData("classed-text", "table", "table rows of 2 columns")]
    [InlineData("strips", "pictures", null)]
    public void Open_asAskedFor(string sort, string content, string? description)
    {
        string path = OwnFiles.Write(_folder, sort);
        Dataset data = Datasets.Open(path, new DataOptions { Content = content });
        if (description is null)
            Assert.IsType<PictureFolder>(data);
        else
            Assert.Equal(description, data.Main.Field.Kind.Description);
    }

    [Fact]
    public void Open_classesAndCaptionsAndAttributes_ofPictures()
    {
        Dataset data = Datasets.Open(OwnFiles.Write(_folder, "described"));
        Assert.Equal(["picture", "caption", "class", "attributes"], data.Columns.Select(column => column.Field.Name));
        Assert.Equal(["cat", "dog"], data.ClassNames);
        Assert.Equal([0, 1], data.Labels.ToArray());
        var caption = new float[data.Column("caption").Field.Kind.Shape.Count];
        data.Column("caption").Read(1, caption);
        Assert.Equal("a blue dog", data.Column("caption").Field.Kind.Tell(caption));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_captionsOfTests_byTheWordsTrainedOn_withoutReadingThosePictures(bool isOneFile)
    {
        string path = _folder["parted"];
        string[] names = ["train/a.png", "train/broken.png", "test/c.png"];
        for (int at = 0; at < names.Length; at++)
            OwnFiles.SavePicture($"{path}/{names[at]}", 28, 28, at);
        File.WriteAllBytes($"{path}/train/broken.png", [.. File.ReadAllBytes($"{path}/train/broken.png").Take(60)]);
        (string, string)[] captions = [("train/a.png", "a red cat"), ("train/broken.png", "a dog"), ("test/c.png", "a blue dog")];
        if (isOneFile)
            OwnFiles.SaveText($"{path}/metadata.csv", "file_name,caption\n" + string.Concat(captions.Select(one => $"{one.Item1},{one.Item2}\n")));
        foreach (IGrouping<string, (string Name, string Caption)> part in captions.GroupBy(one => one.Item1.Split('/')[0]).Where(_ => !isOneFile))
            OwnFiles.SaveText($"{path}/{part.Key}/metadata.csv", "file_name,caption\n" + string.Concat(part.Select(one => $"{one.Name.Split('/')[1]},{one.Caption}\n")));
        var decoded = new List<long>();
        Dataset test = Datasets.Open(path, new DataOptions { Split = DataSplit.Test, Size = new PictureSize(28, 28), Progress = progress => decoded.Add(progress.Total) });
        Assert.DoesNotContain(decoded, total => total > 1);
        var caption = new float[test.Column("caption").Field.Kind.Shape.Count];
        test.Column("caption").Read(0, caption);
        // Both parts have the same words, also those of a picture that cannot be read.
        Assert.Equal("<unknown> a dog", test.Column("caption").Field.Kind.Tell(caption));
        Dataset training = Datasets.Open(path, new DataOptions { Size = new PictureSize(28, 28) });
        Assert.Equal((1, test.Column("caption").Field.Kind), (training.Count, training.Column("caption").Field.Kind));
    }

    [Fact]
    public void Open_ofSoundsByOptions()
    {
        Dataset data = Datasets.Open(OwnFiles.Write(_folder, "sounds"), new DataOptions { Rate = 2000, Length = 0.05 });
        Assert.Equal(new Sounds(100, 2000), data.Main.Field.Kind);
        Assert.Equal(["no", "yes"], data.ClassNames);
        Assert.Empty(((FieldedDataset)data).Choices);
    }

    [Fact]
    public void Open_saysWhatWasChosen()
    {
        var data = (FieldedDataset)Datasets.Open(OwnFiles.Write(_folder, "sounds"));
        Assert.Equal(["sounds of 0.128 s at 4000 Hz, 512 samples: the rate of most files, all 4 fit in whole; --rate and --length choose otherwise"], data.Choices);
    }

    [Fact]
    public void Open_partsOfTables_areEncodedAlike()
    {
        string rows = File.ReadAllText(OwnFiles.Write(_folder, "table"));
        OwnFiles.SaveText(_folder["parts/train.csv"], rows);
        OwnFiles.SaveText(_folder["parts/test.csv"], "job,age,since\nsmith,30,2024-01-02\nking,30,2024-01-02\n");
        Dataset train = Datasets.Open(_folder["parts"]), test = Datasets.Open(_folder["parts"], new DataOptions { Split = DataSplit.Test });
        Assert.Equal(train.Main.Field.Kind, test.Main.Field.Kind);
        Assert.True(((FieldedDataset)train).HasTestPart);
        Assert.Equal(1, test.Count);
        Assert.Contains("'king' is none of its categories", Assert.Single(((FieldedDataset)test).LeftOut).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_leavesOut_whatCannotBeRead()
    {
        string path = OwnFiles.Write(_folder, "sounds");
        OwnFiles.SaveText($"{path}/broken_1.wav", "no sound");
        OwnFiles.SaveText($"{path}/notes.txt", "about them");
        OwnFiles.SaveText($"{path}/late_1.flac", "…");
        var data = (FieldedDataset)Datasets.Open(path);
        Assert.Equal(4, data.Count);
        Assert.Equal(["broken_1.wav", "late_1.flac", "notes.txt"], data.LeftOut.Select(one => Path.GetFileName(one.Path)));
    }

    [Theory]
    [InlineData("mixed", null, "mixed: holds 2 files of pictures, 2 files of sounds; say which are meant by --kind pictures or --kind sounds, or give a folder of one sort alone")]
    [InlineData("mixed", "sound", "--kind sound: there is no such kind of data; there are arrays, films, piano-rolls, pictures, points, songs, sounds, table, text, volumes; did you mean sounds?")]
    [InlineData("mixed", "table", "mixed: no .csv, .tsv, .parquet, .data file in it, of which --kind table takes one")]
    [InlineData("tables", null, "tables: holds 2 files of --kind table, which takes one; give one of them: a.csv, b.csv")]
    [InlineData("broken", null, "broken: no readable sound in it (.wav, .mp3, .ogg); 2 files left out, such as a.wav: is no WAV file")]
    [InlineData("empty", null, "empty: holds no picture; give a folder of")]
    [InlineData("empty", "songs", "empty: no readable song in it (.mid, .midi, .json); it is empty")]
    public void Open_refuses_inOneLine(string name, string? content, string message)
    {
        Directory.CreateDirectory(_folder[name]);
        foreach (string file in name switch { "mixed" => ["a.wav", "b.wav", "c.png", "d.png"], "tables" => ["a.csv", "b.csv"], "broken" => new[] { "a.wav", "b.wav" }, _ => [] })
            OwnFiles.SaveText(_folder[$"{name}/{file}"], "nothing");
        string said = Assert.Throws<BelamyException>(() => Datasets.Open(_folder[name], new DataOptions { Content = content })).Message;
        Assert.StartsWith(message, said.Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
    }

    [Fact]
    public void Open_refuses_optionsOfOthers()
    {
        string path = OwnFiles.Write(_folder, "table");
        Assert.Equal($"--rate: is for sounds, and {path} is read as table; leave it out, or say --kind sounds if it is that", Assert.Throws<BelamyException>(() => Datasets.Open(path, new DataOptions { Rate = 8000 })).Message);
    }

    [Fact]
    public void Open_ofAFewFilesBesidePictures_staysWithPictures()
    {
        for (int at = 0; at < 5; at++)
            OwnFiles.SavePicture(_folder[$"photos/{at}.png"], 28, 28, at);
        OwnFiles.SaveText(_folder["photos/clip.mp4"], "…");
        OwnFiles.SaveText(_folder["photos/list.csv"], "a,b\n1,2\n");
        Assert.Equal(5, Assert.IsType<PictureFolder>(Datasets.Open(_folder["photos"])).Count);
    }
}
