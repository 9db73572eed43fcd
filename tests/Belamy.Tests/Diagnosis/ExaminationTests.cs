using Belamy.Data;
using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Tests.Training;
using Belamy.Training;

namespace Belamy.Tests.Diagnosis;

/// <summary>What a run measures for its diagnosis, and when.</summary>
public sealed class ExaminationTests
{
    // Eight pictures that were learned by heart were found so at the second of two looks, 1000 steps apart.
    [Fact]
    public void Copies_are_looked_for_at_each_measure_where_the_data_are_few_and_at_each_fifth_where_they_are_many()
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 10_000_002).Select(_ => random.NextSingle())];
        Assert.Equal([40, 80, 120, 160, 200], StepsWithNearest(new GaussianData(1000, 0, 0.5, 2)));
        Assert.Equal([200], StepsWithNearest(new ArrayDataset("many", [2], values)));
    }

    [Fact]
    public void Players_that_wait_are_not_measured()
    {
        var data = new GaussianData(1000, 0, 0.5, 2);
        using var game = new AssembledGame(new Adversarial { Width = 8, Batch = 4 }, data);
        (Examination examination, MetricsWindow metrics, KeptState kept) = Begin(game, data);
        metrics.Add("generator-loss", 1);
        examination.Measure(game.Generator!.Sample(64), 40, kept, metrics);
        Assert.Equal(["generator-movement"], metrics.TakeMeans().Keys.Where(name => name.EndsWith("-movement", StringComparison.Ordinal)));
    }

    [Fact]
    public void Movement_is_the_share_of_their_length_that_weights_went()
    {
        var data = new GaussianData(1000, 0, 0.5, 2);
        using var game = new AssembledGame(new Adversarial { Width = 8, Batch = 4 }, data);
        Player player = game.Game.Players[0];
        (_, _, KeptState kept) = Begin(game, data);
        Assert.Equal(0, Movement.Of(player, kept));
        foreach (Parameter parameter in player.Parameters)
        {
            Span<float> values = parameter.AsSpan<float>();
            for (int at = 0; at < values.Length; at++)
                values[at] *= 1.25f;
        }

        Assert.Equal(0.25, Movement.Of(player, kept)!.Value, 1e-6);
    }

    // A checkpoint of an earlier version has no room for numbers that are new in the log.
    [Fact]
    public void State_to_go_back_to_is_completed_by_what_its_checkpoint_did_not_have()
    {
        using var game = new AssembledGame(new Adversarial { Width = 8, Batch = 4 }, new GaussianData(1000, 0, 0.5, 2));
        ParameterStore store = game.Game.Store;
        var kept = new KeptState();
        kept.Take(store, 50, 0);
        Parameter added = store.Create("metrics/new", [1]);
        var recovery = new Recovery(game.Game, kept);
        Assert.False(kept.Fits(store));
        recovery.Prepare(57, 0);
        Assert.True(kept.Fits(store));
        added.AsSpan<float>()[0] = 2;
        kept.Restore(store);
        Assert.Equal(0, added.AsSpan<float>()[0]);
    }

    private static List<long> StepsWithNearest(Dataset data)
    {
        using var game = new AssembledGame(new Adversarial { Width = 8, Batch = 4 }, data);
        (Examination examination, MetricsWindow metrics, KeptState kept) = Begin(game, data);
        List<long> steps = [];
        for (long step = 40; step <= 200; step += 40)
        {
            examination.Measure(game.Generator!.Sample(64), step, kept, metrics);
            if (metrics.TakeMeans().ContainsKey(Numbers.SampleNearest))
                steps.Add(step);
        }

        return steps;
    }

    private static (Examination Examination, MetricsWindow Metrics, KeptState Kept) Begin(AssembledGame game, Dataset data)
    {
        var examination = new Examination(data, game.Game.Players, samplesEvery: 40);
        var metrics = new MetricsWindow(game.Game.Store);
        foreach (string name in examination.Names)
            metrics.Track(name);
        foreach (Player player in game.Game.Players)
            metrics.Track(player.Name + Numbers.LossSuffix);
        var kept = new KeptState();
        kept.Take(game.Game.Store, 0, 0);
        return (examination, metrics, kept);
    }
}
