using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

public sealed class DensityCoverageTests
{
    private readonly Random _random = new(1);

    [Fact]
    public void Compute_is_near_1_for_samples_of_the_same_law_and_the_covered_share_for_fewer_modes()
    {
        float[] both = Points(600, 0, 10);
        float[] one = Points(600, 0);
        Assert.InRange(DensityCoverage.Compute(new Samples([2], Points(900, 0, 10)), both), 0.9, 1);
        Assert.InRange(DensityCoverage.Compute(new Samples([2], Points(900, 0)), both), 0.43, 0.5);
        Assert.Equal(0, DensityCoverage.Compute(new Samples([2], Points(900, 100)), one));
    }

    // Windows narrower than the gaps between such samples would give each of them a density that underflows to 0.
    [Fact]
    public void A_few_samples_far_from_everything_do_not_make_all_data_covered()
    {
        float[] scattered = [.. Points(840, 0), .. Enumerable.Range(0, 60).SelectMany(_ => (float[])[1e4f * _random.NextSingle(), -1e4f * _random.NextSingle()])];
        float[] mixed = [.. Enumerable.Range(0, 900).OrderBy(at => at * 7919 % 900).SelectMany(at => (float[])[scattered[2 * at], scattered[(2 * at) + 1]])];
        Assert.InRange(DensityCoverage.Compute(new Samples([2], mixed), Points(600, 0, 1e6f)), 0, 0.5);
    }

    private float[] Points(int count, params float[] centres) =>
        [.. Enumerable.Range(0, count).SelectMany(at => (float[])[centres[at % centres.Length] + _random.NextSingle(), _random.NextSingle()])];
}
