using Belamy.Training;

namespace Belamy.Tests.Training;

/// <summary>A run of nine steps that writes down all it can, at each of them.</summary>
internal static class TinyRuns
{
    public const long Steps = 9;

    public static readonly TrainingOptions EveryStep = new()
    {
        Steps = Steps,
        MetricsEvery = 1,
        CheckpointEvery = 1,
        CheckpointSpacing = TimeSpan.Zero,
    };

    public static GaussianData Points => new(50, 0, 0.5, 2);
}
