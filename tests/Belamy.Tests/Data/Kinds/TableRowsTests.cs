using System.Globalization;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Data.Readers;
using Belamy.Data.Tables;
using Parquet;
using Parquet.Schema;

namespace Belamy.Tests.Data.Kinds;

public sealed class TableRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Save(string text, string name = "table.csv")
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    /// <summary>A hundred people: ages about 20 and 60, a pay with two decimals, one of three jobs, a date, sometimes no note.</summary>
    private string People(char separator = ',', string name = "table.csv")
    {
        var random = new Random(1);
        IEnumerable<string> rows = Enumerable.Range(0, 100).Select(at => string.Join(separator, (string[])
        [
            $"{at + 1}",
            $"{(at % 2 == 0 ? 20 : 60) + random.Next(-5, 6)}",
            (at % 7 == 0 ? "" : (random.NextDouble() * 1000).ToString("0.00", CultureInfo.InvariantCulture)),
            new[] { "smith", "baker", "smith, \"the\" tall" }[at % 3] is var job && job.Contains('"') ? "\"smith, \"\"the\"\" tall\"" : job,
            $"2024-{1 + at % 12:00}-{1 + at % 28:00}",
            $"note {at}",
            at % 5 == 0 ? "?" : "x",
        ]));
        return Save($"\n{string.Join(separator, "id", "age", "pay", "job", "since", "note", "mark")}\n{string.Join('\n', rows)}\n\n", name);
    }

    private static float[] Row(Reading reading, int row)
    {
        var item = new float[reading["row"].Field.Kind.Shape.Count];
        reading["row"].Read(row, item);
        return item;
    }

    [Fact]
    public void Open_finds_what_columns_are()
    {
        string path = People();
        Reading reading = TableFile.Open(path);
        var kind = (TableRows)reading["row"].Field.Kind;
        Assert.Equal(100, reading["row"].Rows.Count);
        Assert.Equal(["age", "pay", "job", "since", "mark"], kind.Columns.Select(column => column.Name));
        Assert.Equal([NumberForm.Whole, NumberForm.Number, NumberForm.Date], kind.Columns.OfType<NumberColumn>().Select(column => column.Form));
        Assert.Equal([false, true, false], kind.Columns.OfType<NumberColumn>().Select(column => column.HasMissing));
        Assert.Equal(["smith", "baker", "smith, \"the\" tall"], ((CategoryColumn)kind.Columns[2]).Categories);
        Assert.Equal(["x", ""], ((CategoryColumn)kind.Columns[4]).Categories);
        Assert.Equal(["column id: it numbers the rows", "column note: it has 100 different texts in 100 rows, which are no categories"], reading.LeftOut.Select(one => one.Reason));
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void Encoding_gives_every_cell_back(char separator)
    {
        string path = People(separator, separator == '\t' ? "table.tsv" : "table.csv");
        Reading reading = TableFile.Open(path);
        var kind = (TableRows)reading["row"].Field.Kind;
        string[] lines = [.. File.ReadLines(path).Where(line => line.Length > 0).Skip(1)];
        for (int row = 0; row < lines.Length; row++)
        {
            object?[] cells = kind.Decode(Row(reading, row));
            string[] expected = lines[row].Split(separator);
            Assert.Equal(long.Parse(expected[1], CultureInfo.InvariantCulture), cells[0]);
            Assert.Equal(expected[2].Length == 0 ? null : double.Parse(expected[2], CultureInfo.InvariantCulture), cells[1]);
            Assert.Equal(expected[^1] == "?" ? null : "x", cells[^1]);
            Assert.Equal(DateTime.Parse(expected[^3], CultureInfo.InvariantCulture), cells[3]);
            Assert.Equal(Row(reading, row), kind.Encode(cells));
        }
    }

    [Fact]
    public void Spans_lie_side_by_side_and_say_what_their_values_are()
    {
        Reading reading = TableFile.Open(People());
        var kind = (TableRows)reading["row"].Field.Kind;
        int next = 0;
        Assert.All(kind.Spans, span =>
        {
            Assert.Equal(next, span.Start);
            next += span.Length;
        });
        Assert.Equal(kind.Shape.Count, next);
        Assert.Equal("age:Tanh age:Softmax pay:Tanh pay:Softmax job:Softmax since:Tanh since:Softmax mark:Softmax", string.Join(' ', kind.Spans.Select(span => $"{span.Column}:{span.Activation}")));
        float[] item = Row(reading, 0);
        Assert.All(kind.Spans, span =>
        {
            ReadOnlySpan<float> values = item.AsSpan(span.Start, span.Length);
            if (span.Activation == SpanActivation.Tanh)
                Assert.InRange(values[0], -1, 1);
            else
                Assert.Equal((1f, 1), (values.ToArray().Sum(), values.ToArray().Count(value => value > 0)));
        });
    }

    /// <summary>Where most cells hold one number, such as the 0 of those who gained nothing, it comes out of what a generator makes as that number.</summary>
    [Theory]
    [InlineData(0, NumberForm.Whole)]
    [InlineData(1.1, NumberForm.Number)]
    [InlineData(-99999, NumberForm.Number)]
    public void Mode_of_one_number_gives_that_number_alone(double common, NumberForm form)
    {
        double[] numbers = [.. Enumerable.Repeat(common, 900), .. Enumerable.Range(0, 100).Select(at => 5000 + 70.0 * at)];
        var column = new NumberColumn("gain", form, NumberMixture.Find(numbers));
        int mode = NumberMixture.MostLikely(column.Modes, common);
        var values = new float[column.Width];
        foreach (float place in new[] { -1f, -0.3f, 0, 0.8f, 1 })
        {
            values.AsSpan().Clear();
            (values[0], values[1 + mode]) = (place, 1);
            Assert.Equal(common, NumberColumn.ToNumber(column.Decode(values)!));
        }

        foreach (double number in numbers)
        {
            object cell = form == NumberForm.Whole ? (long)number : number;
            column.Encode(cell, values);
            Assert.Equal(number, NumberColumn.ToNumber(column.Decode(values)!), 0.01);
        }

        Assert.Equal(0.9, column.Modes[mode].Weight, 0.01);
    }

    /// <summary>Two clear modes are found where they are; a mode that few numbers belong to is dropped, and its numbers are encoded all the same.</summary>
    [Fact]
    public void Modes_are_found_and_no_number_is_lost()
    {
        var random = new Random(3);
        double[] numbers = [.. Enumerable.Range(0, 2000).Select(at => (at % 4 == 0 ? 100 : 0) + Normal(random)), 1e6];
        NumberMode[] modes = NumberMixture.Find(numbers);
        Assert.Equal(0.25, modes.Where(mode => Math.Abs(mode.Mean - 100) < 5).Sum(mode => mode.Weight), 0.02);
        Assert.InRange(modes.Length, 2, 10);
        Assert.Equal(1e6, Assert.Single(modes, mode => mode.Weight < 0.005).Mean);
        var column = new NumberColumn("x", NumberForm.Number, modes);
        var values = new float[column.Width];
        Assert.All(numbers, number =>
        {
            column.Encode(number, values);
            Assert.Equal(number, (double)column.Decode(values)!, Math.Max(1e-5, Math.Abs(number) * 1e-6));
        });
        Assert.Equal(modes, NumberMixture.Find([.. numbers.Reverse()]));
        Assert.Single(NumberMixture.Find([7, 7, 7]));

        static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    [Fact]
    public void Decode_takes_what_a_generator_gives()
    {
        var kind = new TableRows([
            new NumberColumn("age", NumberForm.Whole, [new NumberMode(20, 1, 0.5), new NumberMode(60, 2, 0.5)]) { Minimum = 18, Maximum = 64, HasMissing = true },
            new CategoryColumn("job", ["smith", "baker"])]);
        Assert.Equal([58L, "baker"], kind.Decode([-0.25f, 0.2f, 0.7f, 0.1f, 0.3f, 0.6f]));
        Assert.Equal([64L, "smith"], kind.Decode([5, 0.2f, 0.7f, 0.1f, 0.6f, 0.3f]));
        Assert.Equal([null, "smith"], kind.Decode([0, 0.2f, 0.1f, 0.7f, 0.6f, float.NaN]));
        Assert.Equal([20L, "smith"], kind.Decode([float.NaN, 0.9f, 0.1f, 0, 0.6f, 0.3f]));
        Assert.Equal("age=58 job=baker", kind.Tell([-0.25f, 0.2f, 0.7f, 0.1f, 0.3f, 0.6f]));
    }

    /// <summary>The writer quotes what has to be, and a blank last line is no row.</summary>
    [Fact]
    public void Write_is_read_back()
    {
        Reading reading = TableFile.Open(People());
        var kind = (TableRows)reading["row"].Field.Kind;
        float[] three = [.. Row(reading, 0), .. Row(reading, 1), .. Row(reading, 2)];
        kind.Write(three, _folder["out.csv"]);
        Assert.Contains("\"smith, \"\"the\"\" tall\"", File.ReadAllText(_folder["out.csv"]), StringComparison.Ordinal);
        File.AppendAllText(_folder["out.csv"], "\n");
        Reading again = TableFile.Open(_folder["out.csv"], kind);
        Assert.Equal(three, Enumerable.Range(0, 3).SelectMany(row => Row(again, row)));
        Assert.Empty(again.LeftOut);
        Assert.Equal(Row(reading, 0), kind.Read(_folder["out.csv"]));
        Assert.Contains("let the name end in .csv", Assert.Throws<BelamyException>(() => kind.Write(three, _folder["out.xlsx"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_do_not_fit_are_counted_and_the_first_is_named()
    {
        var kind = new TableRows([new CategoryColumn("job", ["smith", "baker"])]);
        Reading reading = TableFile.Open(Save("age,job\n1,smith\n2\n3,king\n4,baker,5\n6,baker\n"), kind);
        Assert.Equal(2, reading["row"].Rows.Count);
        Assert.Equal(["2 rows with more or fewer than 2 cells, the first in line 3", "1 row with a cell that does not fit, the first in row 2, job: 'king' is none of its categories"], reading.LeftOut.Select(one => one.Reason));
    }

    [Fact]
    public void Options_say_what_is_known()
    {
        string rows = string.Join('\n', Enumerable.Range(0, 100).Select(at => $"{at % 4},{at % 4},{at % 30},{at}"));
        Reading reading = TableFile.Open(Save($"a,b,c,d\n{rows}"), new TableOptions { Numbers = ["b"], Categories = ["c"], Without = ["d"] });
        Assert.Equal("4 categories; whole numbers of 4 modes; 30 categories", string.Join("; ", ((TableRows)reading["row"].Field.Kind).Columns.Select(column => column.Description)));
        Assert.Equal("column c: it has 30 different texts, more than 29 categories", TableFile.Open(_folder["table.csv"], new TableOptions { Categories = ["c"], MostCategories = 29 }).LeftOut[0].Reason);
        Assert.Contains("has no column e; it has a, b, c, d", Assert.Throws<BelamyException>(() => TableFile.Open(_folder["table.csv"], new TableOptions { Without = ["e"] })).Message, StringComparison.Ordinal);
    }

    /// <summary>Columns are asked for by the names that the file has, in their very case: in another they would read as zeros.</summary>
    [Fact]
    public async Task Parquet_is_read()
    {
        string path = _folder["table.parquet"];
        var schema = new ParquetSchema(new DataField<int>("Age"), new DataField<double?>("pay"), new DataField<string>("Job"), new DataField<DateTime>("since"));
        await using (FileStream file = File.Create(path))
        {
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file, cancellationToken: TestContext.Current.CancellationToken);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync<int>(schema.DataFields[0], new[] { 31, 45, 27 }.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
            await group.WriteAsync<double>(schema.DataFields[1], new double?[] { 1.5, null, 2.25 }.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
            await group.WriteAsync(schema.DataFields[2], (IReadOnlyCollection<string>)["smith", "baker", "smith"]);
            await group.WriteAsync<DateTime>(schema.DataFields[3], new[] { new DateTime(2024, 1, 2), new DateTime(2024, 1, 3), new DateTime(2024, 1, 4) }.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        }

        Reading reading = TableFile.Open(path);
        Assert.Equal(
            ["Age=31 pay=1.5 Job=smith since=2024-01-02", "Age=45 pay= Job=baker since=2024-01-03", "Age=27 pay=2.25 Job=smith since=2024-01-04"],
            Enumerable.Range(0, 3).Select(row => reading["row"].Field.Kind.Tell(Row(reading, row))));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a,b\n", "has no rows")]
    [InlineData("a,a\n1,2\n", "has 2 columns called 'a'")]
    [InlineData("a,b\n,\n,\n", "has no column that can be encoded; column b: all of its cells are missing")]
    public void Open_of_what_is_no_table_is_one_line(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<BelamyException>(() => TableFile.Open(Save(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void Draw_shows_a_histogram_of_each_column()
    {
        Reading reading = TableFile.Open(People());
        var kind = (TableRows)reading["row"].Field.Kind;
        float[] all = [.. Enumerable.Range(0, 100).SelectMany(row => Row(reading, row))];
        Belamy.Imaging.Image picture = kind.Draw(all, 5)!;
        Assert.Equal((5 * 150, 90), (picture.Width, picture.Height));
        Assert.NotEqual(picture.Pixels.ToArray(), kind.Draw(Row(reading, 0), 5)!.Pixels.ToArray());
    }
}
