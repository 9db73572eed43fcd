using System.Diagnostics.Metrics;
using Belamy.Runs;

namespace Belamy.Training;

/// <summary>The name under which trainings tell their numbers to whoever observes the process, such as OpenTelemetry.</summary>
/// <remarks>
/// Instruments: <c>belamy.training.steps</c> counts steps; <c>belamy.training.loss</c> by <c>player</c>, <c>belamy.training.accuracy</c>
/// by <c>items</c> (<c>real</c>, <c>generated</c>) and <c>belamy.training.measure</c> by <c>metric</c> are the last values. All have the tags
/// <c>model</c>, <c>data</c> and, where there is a folder, <c>run</c>.
/// </remarks>
public static class TrainingMeter
{
    /// <summary>The name of the meter: <c>Belamy</c>.</summary>
    public const string Name = "Belamy";

    private static readonly Meter Meter = new(Name, RunDescription.CurrentVersion);

    internal static Counter<long> Steps { get; } = Meter.CreateCounter<long>("belamy.training.steps", "{step}", "Steps completed.");

    internal static Gauge<double> Loss { get; } = Meter.CreateGauge<double>("belamy.training.loss", null, "The loss of a player, a mean over some steps.");

    internal static Gauge<double> Accuracy { get; } = Meter.CreateGauge<double>("belamy.training.accuracy", "1", "The share of items that the discriminator judges rightly.");

    internal static Gauge<double> Measure { get; } = Meter.CreateGauge<double>("belamy.training.measure", null, "What the generator was measured at.");
}
