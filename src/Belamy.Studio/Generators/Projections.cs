using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Belamy.Data.Kinds;
using Belamy.Imaging;
using Belamy.Latent;
using Belamy.Studio.Runs;

namespace Belamy.Studio.Generators;

/// <summary>Finds the samples that come nearest to pictures that visitors bring.</summary>
/// <remarks>A search has networks of its own, and gives way to others now and then, so that they play on meanwhile; one at a time, since it takes all of the machine.</remarks>
internal sealed class Projections(RunShelf shelf, ProgramGate gate) : IDisposable
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100);
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Whether pictures can be brought to the items of a generator.</summary>
    public static bool Fits(Generator generator) => generator.Kind is null or Pictures && generator.Item is { Rank: 3 } item && item[0] is 1 or 3 or 4;

    /// <summary>Searches, and tells of it: <c>step</c>, <c>of</c> and <c>error</c> now and then, at the end <c>before</c>, <c>after</c>, <c>error</c> and <c>beginning</c>.</summary>
    /// <param name="name">The run.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="label">The class; null for any.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="BelamyException">The run makes no pictures, or has no such class.</exception>
    public async IAsyncEnumerable<JsonObject> FindAsync(string name, Image picture, int? label, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var told = Channel.CreateUnbounded<JsonObject>();
            // To its end whatever happens: nobody else may have a turn before.
            Task search = Task.Run(() => Search(name, picture, label, told.Writer, cancellation), CancellationToken.None);
            await foreach (JsonObject news in told.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return news;
            await search.ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void Search(string name, Image picture, int? label, ChannelWriter<JsonObject> told, CancellationToken cancellation)
    {
        try
        {
            using Lock.Scope held = gate.Lock.EnterScope();
            using TrainedGenerator trained = Gan.Open(shelf.PathOf(name));
            Generator generator = trained.Generator;
            if (!Fits(generator))
                throw new BelamyException("what it makes is no picture");
            if (label is { } chosen && (chosen < 0 || chosen >= generator.Classes))
                throw new BelamyException("there is no such class");
            var options = new ProjectionOptions { Label = label };
            float[] item = Projector.Fit(picture, generator.Item);
            using var projector = new Projector(trained.Game, options);
            long due = 0;
            Projection found = projector.Find(item, (step, error) =>
            {
                if (Stopwatch.GetTimestamp() < due)
                    return;
                due = Stopwatch.GetTimestamp() + (long)(Spacing.TotalSeconds * Stopwatch.Frequency);
                told.TryWrite(new JsonObject { ["step"] = step, ["of"] = options.Steps, ["error"] = error });
                GiveWay();
            }, cancellation);
            told.TryWrite(new JsonObject
            {
                ["before"] = Encode(new Samples(generator.Item, item)),
                ["after"] = Encode(found.Item),
                ["error"] = found.Error,
                ["beginning"] = found.Beginning,
            });
            told.Complete();
        }
        catch (Exception e)
        {
            told.Complete(e);
        }
    }

    // Between two moves nothing runs. Who waits is awake within a moment.
    private void GiveWay()
    {
        gate.Lock.Exit();
        try
        {
            Thread.Sleep(1);
        }
        finally
        {
            gate.Lock.Enter();
        }
    }

    private static string Encode(Samples samples) => Convert.ToBase64String(PngEncoder.Encode(ImageGrid.Scale(samples.ToImage(0), 0)));
}
