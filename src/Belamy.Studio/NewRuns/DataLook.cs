using System.Text.Json.Nodes;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Studio.NewRuns;

/// <summary>Looks at data that somebody thinks of training on.</summary>
internal sealed class DataLook : IDisposable
{
    private const int Drawn = 48, Columns = 12, Told = 8, DrawnPoints = 1000;

    // One after the other: reading takes all of the machine.
    private readonly SemaphoreSlim _turn = new(1);
    private volatile Sheet? _sheet;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>The last sheet that was drawn; null for another.</summary>
    public byte[]? SheetOf(string id) => _sheet is { } sheet && sheet.Id == id ? sheet.Png : null;

    /// <summary>Reads data as a training would, and says what they are.</summary>
    /// <param name="source">A name or a path.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="BelamyException">They cannot be read.</exception>
    public async Task<JsonObject> LookAsync(string source, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Look(source, cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private JsonObject Look(string source, CancellationToken cancellation)
    {
        Dataset data = Datasets.Open(source, new DataOptions { CancellationToken = cancellation });
        Kind kind = data.Main.Field.Kind;
        float[] items = data.ReadEvenly(kind is Points or TableRows ? DrawnPoints : Drawn);
        Image? drawn = kind is Points { Dimensions: 2 } ? Plot(data, items) : kind.Draw(items, kind is Pictures ? Columns : 0);
        string? id = drawn is null ? null : Keep(kind is Pictures ? ImageGrid.Scale(drawn, 0) : drawn);
        int count = Math.Min(Told, items.Length / data.ItemLength);
        return new JsonObject
        {
            ["what"] = $"{Quantity.Count(data.Count, "item")}: {kind.Description}{DataText.Classes(data)}",
            ["notes"] = new JsonArray([.. DataText.Notes(data, source, withClasses: false).Select(line => (JsonNode)line)]),
            ["sheet"] = id,
            ["items"] = new JsonArray([.. id is not null ? [] : Enumerable.Range(0, count).Select(at => (JsonNode)kind.Tell(items.AsSpan(at * data.ItemLength, data.ItemLength)))]),
            ["models"] = new JsonArray([.. Models.Taking(data).Select(model => (JsonNode)new JsonObject
            {
                ["name"] = model.Name,
                ["paper"] = $"{model.Publication.Authors} {model.Publication.Year}. {model.Publication.Sentence}",
            })]),
        };
    }

    private static Image Plot(Dataset data, float[] points)
    {
        var plot = new ScatterPlot { Title = data.Name };
        plot.SetReal(points);
        return plot.Draw();
    }

    private string Keep(Image picture)
    {
        _sheet = new Sheet(Guid.NewGuid().ToString("N"), PngEncoder.Encode(picture));
        return _sheet.Id;
    }

    private sealed record Sheet(string Id, byte[] Png);
}
