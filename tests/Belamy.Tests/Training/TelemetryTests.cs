using System.Diagnostics.Metrics;
using Belamy.Data;
using Belamy.Runs;
using Belamy.Training;
using Microsoft.Extensions.Logging;

namespace Belamy.Tests.Training;

public sealed class TelemetryTests
{
    [Fact]
    public void Train_underAnObserver_tellsNumbersAndWords()
    {
        using var folder = new TemporaryFolder();
        var seen = new List<(string Instrument, double Value, string Tags)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == TrainingMeter.Name)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        var logger = new ListLogger();
        Dataset data = Datasets.Digits();
        RunFolder run = RunFolder.Create(folder["run"], RunDescription.Create(Models.Mlp with { Width = 1, Latent = 4, Batch = 2 }, data, steps: 20));
        Gan.Play(run, data, new TrainingOptions { Steps = 20, Logger = logger }, cancellationToken: TestContext.Current.CancellationToken).Dispose();

        Assert.Equal(20, seen.Where(one => one.Instrument == "belamy.training.steps").Sum(one => one.Value));
        IReadOnlyDictionary<string, double> last = run.Log.ReadMetrics()[^1];
        Assert.Equal(last["generator-loss"], seen.Last(one => one.Instrument == "belamy.training.loss" && one.Tags.EndsWith("player=generator", StringComparison.Ordinal)).Value, 1e-6);
        Assert.Equal(last["accuracy-real"], seen.Last(one => one.Instrument == "belamy.training.accuracy" && one.Tags.EndsWith("items=real", StringComparison.Ordinal)).Value, 1e-6);
        Assert.All(seen, one => Assert.StartsWith("model=mlp data=digits run=", one.Tags, StringComparison.Ordinal));
        Assert.Equal("Information: mlp on digits: training from step 0 to 20", logger.Lines[0]);
        Assert.Equal(2, logger.Lines.Count(line => line.StartsWith("Debug: mlp on digits: step ", StringComparison.Ordinal) && line.Contains("generator-loss", StringComparison.Ordinal)));
        Assert.StartsWith("Information: mlp on digits: ended at step 20 after ", logger.Lines[^1], StringComparison.Ordinal);

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string text = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            // Other tests train at the same time.
            if (text.Contains(folder.Path, StringComparison.Ordinal))
            {
                lock (seen)
                    seen.Add((instrument.Name, value, text));
            }
        }
    }

    private sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
