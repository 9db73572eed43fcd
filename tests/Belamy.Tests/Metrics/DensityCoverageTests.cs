using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class DensityCoverageTests
{
    [Fact]
    public void Compute_is_near_1_for_samples_of_the_same_law_and_the_covered_share_for_fewer_modes()
    {
        var random = new Random(1);
        float[] both = Points(600, 0, 10);
        float[] one = Points(600, 0);
        Assert.InRange(DensityCoverage.Compute(new Samples([2], Points(900, 0, 10)), both, 1), 0.9, 1);
        Assert.InRange(DensityCoverage.Compute(new Samples([2], Points(900, 0)), both, 1), 0.43, 0.5);
        Assert.Equal(0, DensityCoverage.Compute(new Samples([2], Points(900, 100)), one, 1));

        float[] Points(int count, params float[] centres) =>
            [.. Enumerable.Range(0, count).SelectMany(at => (float[])[centres[at % centres.Length] + random.NextSingle(), random.NextSingle()])];
    }
}
