using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Data.Tables;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Tests;

/// <summary>What systems of table rows draw and make.</summary>
public sealed class TableModelTests : IDisposable
{
    private const int Batch = 400;
    private readonly ParameterStore _store = new();
    private readonly Parameter _random;

    public TableModelTests() => _random = _store.Create("random", ParameterScope.SeedWords(1, step: 1));

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(Conditioning.Logarithmic, 0.36)]
    [InlineData(Conditioning.Proportional, 0.1)]
    public void Rare_categories_are_asked_for_by_the_logarithm_of_their_frequency(Conditioning conditioning, double share)
    {
        // 90 and 10 of a hundred: ln 11 / (ln 91 + ln 11) = 0.347.
        (TableRows kind, FieldedDataset data) = Rare();
        (int[] drawn, float[] rows) = Draw(data, kind, conditioning);
        Assert.InRange(drawn.Count(place => place == 1) / (double)Batch, share - 0.09, share + 0.09);
        // Every row is one of the table that has the category asked for, and all of them are reached.
        for (int at = 0; at < Batch; at++)
            Assert.Equal(drawn[at] == 0 ? "often" : "rare", kind.Decode(rows.AsSpan(at * (int)kind.Shape.Count, (int)kind.Shape.Count))[0]);
        Assert.InRange(Enumerable.Range(0, Batch).Select(at => rows[at * kind.Shape.Count + 2]).Distinct().Count(), conditioning == Conditioning.Logarithmic ? 70 : 60, 100);
    }

    [Fact]
    public void Samples_are_rows_of_the_table_and_have_its_cells()
    {
        FieldedDataset data = DataOfModels.TableRows(100);
        using var game = new AssembledGame(Models.Ctgan with { Batch = 20, Width = 4, Latent = 4 }, data);
        Samples samples = game.RequireGenerator().Sample(200);
        int width = (int)samples.Item.Count;
        object?[][] rows = [.. Enumerable.Range(0, 200).Select(at => DataOfModels.Table.Decode(samples.Values.Slice(at * width, width)))];
        Assert.All(rows, row => Assert.IsType<double>(row[0]));
        Assert.Contains(rows, row => row[2] is null);
        Assert.Contains(rows, row => row[2] is double);
        Assert.Equal(["0", "1", "2"], rows.Select(row => (string)row[1]!).Distinct().Order());
        // Shares of each span are one together, and nearly all of it is one of them.
        foreach (TableSpan span in DataOfModels.Table.Spans.Where(span => span.Activation == SpanActivation.Softmax))
        {
            Assert.All(Enumerable.Range(0, 200), at => Assert.Equal(1, samples.Values.Slice(at * width + span.Start, span.Length).ToArray().Sum(), 1e-5f));
            Assert.InRange(Enumerable.Range(0, 200).Average(at => samples.Values.Slice(at * width + span.Start, span.Length).ToArray().Max()), 0.85, 1);
        }
    }

    [Fact]
    public void Samples_are_the_same_from_a_checkpoint_without_the_data()
    {
        FieldedDataset data = DataOfModels.TableRows(60);
        Recipe recipe = Models.Ctgan with { Batch = 20, Width = 4, Latent = 4 };
        using var game = new AssembledGame(recipe, data);
        using var opened = new AssembledGame(recipe, game.Game.Item, initialize: false, fields: [data.Main.Field]);
        new Trainer(game.Game, data, new TrainingOptions { Steps = 2 }).Run(TestContext.Current.CancellationToken);
        foreach (Parameter parameter in opened.Game.Store.Parameters)
            game.Game.Store[parameter.Name].AsBytes().CopyTo(parameter.AsBytes());
        Assert.Equal(game.RequireGenerator().Sample(70).Values.ToArray(), opened.RequireGenerator().Sample(70).Values.ToArray());
    }

    [Theory]
    [InlineData("n1;n3m")]
    [InlineData("c2;c5")]
    public void Tables_of_numbers_or_of_categories_alone_are_learned(string columns)
    {
        TableRows kind = DataOfModels.TableOf(columns);
        float[] row = kind.Encode([.. kind.Columns.Select(column => (object?)(column is NumberColumn ? 0.5 : "1"))]);
        var data = new FieldedDataset("table", "row", new ArrayColumn(new Field("row", kind), new Rows("rows", 30), [.. Enumerable.Range(0, 30).SelectMany(_ => row)]));
        using var game = new AssembledGame(Models.Ctgan with { Batch = 20, Width = 4, Latent = 4 }, data);
        TrainingResult result = new Trainer(game.Game, data, new TrainingOptions { Steps = 3 }).Run(TestContext.Current.CancellationToken);
        Assert.Equal(columns.Contains('c', StringComparison.Ordinal), result.Metrics.ContainsKey("condition-loss"));
        Assert.All(game.RequireGenerator().Sample(10).Values.ToArray(), value => Assert.InRange(value, -1, 1));
    }

    [Fact]
    public void What_is_no_table_is_refused_in_one_line()
    {
        var error = Assert.Throws<BelamyException>(() => new AssembledGame(Models.Ctgan, Datasets.Open("ring8")));
        Assert.Equal("ctgan: takes data with row; these have point (points of 2 coordinates), class (8 classes); choose others, see belamy data", error.Message);
        Assert.Equal("batch=64: must be a multiple of packing=10, such as 60", Assert.Throws<BelamyException>(() => (Models.Ctgan with { Batch = 64 }).Validate()).Message);
    }

    // The greatest draw below 1 and 0 itself once gave infinite noise, and the loss was no number after some hundred steps.
    [Fact]
    public void Gumbel_noise_is_finite_for_every_draw()
    {
        var context = new ForwardContext(_random.Value);
        Tensor shares = GumbelSoftmax.Draw(context, "span", Tensor.Zeros([1 << 18, 16]), 0.2);
        using Program program = Program.Compile("gumbel", [shares.Sum(), shares.ReduceMax(), shares.Mean(0)]);
        program.Run();
        Assert.Equal(1 << 18, program.Outputs[0].Scalar, 1f);
        Assert.InRange(program.Outputs[1].Scalar, 0.99f, 1);
        // Equal logits are equally likely.
        Assert.All(program.Outputs[2].AsSpan<float>().ToArray(), share => Assert.Equal(1 / 16.0, share, 0.002));
    }

    private static (TableRows Kind, FieldedDataset Data) Rare()
    {
        var kind = new TableRows([new CategoryColumn("what", ["often", "rare"]), new NumberColumn("number", NumberForm.Whole, [new NumberMode(50, 25, 1)]) { Minimum = 0, Maximum = 100 }]);
        float[] values = [.. Enumerable.Range(0, 100).SelectMany(at => kind.Encode([at % 10 == 3 ? "rare" : "often", (long)at]))];
        return (kind, new FieldedDataset("rare", "row", new ArrayColumn(new Field("row", kind), new Rows("rows", 100), values)));
    }

    private (int[] Drawn, float[] Rows) Draw(FieldedDataset data, TableRows kind, Conditioning conditioning)
    {
        var setup = new GameSetup(Models.Ctgan.Resolve(kind.Shape), kind.Shape, 0, data, null);
        using ParameterStore store = setup.Store;
        var rows = new ConditionalRows(setup, kind, conditioning);
        var turn = new Turn(new ForwardContext(_random.Value), Batch, kind.Shape);
        Tensor drawn = rows.Draw(turn)!;
        using Program program = Program.Compile("rows", [drawn, rows.RowsFor(turn, drawn)]);
        program.Run();
        return (program.Outputs[0].AsSpan<int>().ToArray(), program.Outputs[1].AsSpan<float>().ToArray());
    }
}
