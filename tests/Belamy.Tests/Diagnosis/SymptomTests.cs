using Belamy.Diagnosis;

namespace Belamy.Tests.Diagnosis;

/// <summary>Each symptom on made-up logs: just there, and just not.</summary>
public sealed class SymptomTests
{
    [Fact]
    public void All_symptoms_have_names_and_advice_of_their_own()
    {
        Assert.Equal(
            ["collapse", "data", "discriminator-too-strong", "divergence", "frozen", "memorization", "missing-modes", "no-progress", "oscillation", "standstill"],
            Symptom.All.Select(symptom => symptom.Name));
        Assert.Equal(Symptom.All.Count, Symptom.All.Select(symptom => symptom.Advice).Distinct().Count());
        Assert.All(Symptom.All, symptom => Assert.EndsWith(".", symptom.Advice, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.19, 0.19, 0.19, true)]
    [InlineData(0.19, 0.21, 0.19, false)]
    [InlineData(0.9, 0.19, 0.19, false)]
    public void Collapse_needs_three_measures_without_diversity(double first, double second, double third, bool fires)
    {
        Watch watch = Shown([first, second, third], value => new() { ["sample-diversity"] = value, ["data-diversity"] = 0.7, ["data-classes"] = 10 });
        Assert.Equal(fires ? ["collapse"] : [], Names(watch));
    }

    [Theory]
    [InlineData(0, 0.001, true)]
    [InlineData(0.3, 0.001, false)]
    public void Dead_generator_shows_in_two_measures(double first, double second, bool fires)
    {
        Watch watch = Shown([first, second], value => new() { ["sample-diversity"] = value, ["data-diversity"] = 0.7, ["data-classes"] = 10 });
        Assert.Equal(fires ? ["collapse"] : [], Names(watch));
    }

    // Diversity that went from 0.86 to 0.23 in ten measures was said of no run: no three are below 0.2.
    [Theory]
    [InlineData(new[] { 0.86, 0.51, 0.40, 0.34, 0.30, 0.28 }, true)]
    [InlineData(new[] { 0.86, 0.51, 0.40, 0.34, 0.35, 0.28 }, false)]
    [InlineData(new[] { 0.86, 0.55, 0.45, 0.38, 0.34, 0.31 }, false)]
    [InlineData(new[] { 0.29, 0.28, 0.27, 0.26, 0.25, 0.24 }, false)]
    public void Collapse_is_also_diversity_that_falls_and_falls(double[] diversity, bool fires)
    {
        Watch watch = Shown(diversity, value => new() { ["sample-diversity"] = value, ["data-diversity"] = 0.7, ["data-classes"] = 10 });
        Assert.Equal(fires ? ["collapse"] : [], Names(watch));
    }

    [Theory]
    [InlineData(new[] { 9e-6, 2e-6, 2e-6, 0, 2e-6 }, true)]
    [InlineData(new[] { 9e-6, 2e-6, 1e-5, 0, 2e-6 }, false)]
    [InlineData(new[] { 2e-6, 2e-6, 2e-6, 2e-6 }, false)]
    public void Frozen_is_any_player_whose_weights_stay_over_five_measures(double[] movements, bool fires)
    {
        Watch watch = Shown(movements, value => new() { ["generator-movement"] = 0.01, ["discriminator-2-movement"] = value });
        Assert.Equal(fires ? ["The discriminator-2 does not move: 50 steps change its weights by less than a 100,000th."] : [], watch.Present.Select(finding => finding.Sentence));
    }

    [Theory]
    [InlineData("generator-loss", 1.6e25, true)]
    [InlineData("generator-loss", -2e5, true)]
    [InlineData("generator-loss", 9e4, false)]
    [InlineData("discriminator-loss", -1100, true)]
    [InlineData("autoencoder-loss", 2e8, true)]
    [InlineData("autoencoder-loss", 5e7, false)]
    public void Divergence_without_bound_shows_in_three_lines(string name, double loss, bool fires)
    {
        Assert.Empty(Names(Shown([loss, loss], value => new() { [name] = value })));
        Assert.Equal(fires ? ["divergence"] : [], Names(Shown([loss, loss, loss], value => new() { [name] = value })));
    }

    [Theory]
    [InlineData(new[] { 4.0, 4, 5, 4, 4 }, true)]
    [InlineData(new[] { 4.0, 4, 5, 5, 6 }, false)]
    [InlineData(new[] { 7.0, 7, 7, 7, 7 }, true)]
    [InlineData(new[] { 7.0, 7, 8, 7, 7 }, false)]
    public void Missing_modes_are_missing_in_five_measures_and_come_no_nearer_to_all(double[] reached, bool fires)
    {
        Assert.Empty(Names(Shown(reached[..4], value => new() { ["sample-modes"] = value, ["data-modes"] = 8 })));
        Assert.Equal(fires ? ["missing-modes"] : [], Names(Shown(reached, value => new() { ["sample-modes"] = value, ["data-modes"] = 8 })));
    }

    [Theory]
    [InlineData(0.693147, 0, 0, true)]
    [InlineData(0.693147, 0.01, 0, false)]
    [InlineData(0.693147, 0, 0.1, false)]
    public void Standstill_is_a_loss_and_accuracies_that_keep_to_one_value(double loss, double change, double turn, bool fires)
    {
        IEnumerable<double> lines = Enumerable.Range(0, RunHistory.StartLines + 20).Select(line => line % 2.0);
        Assert.Equal(fires ? ["standstill"] : [], Names(Shown(lines, value => new()
        {
            ["discriminator-loss"] = loss + (change * value),
            ["generator-loss"] = value,
            ["accuracy-real"] = turn * value,
            ["accuracy-generated"] = 1,
        }, isExact: true)));
    }

    // A finished run of 20 lines was "Nothing is the matter with it".
    [Fact]
    public void A_log_is_judged_only_where_it_is_long_enough_for_each_symptom()
    {
        Assert.Equal(Symptom.All, LogLength.NotJudged(new RunHistory()));
        RunHistory shortOne = Log(lines: 20, measures: 1);
        Assert.Equal(["collapse", "discriminator-too-strong", "divergence", "frozen", "memorization", "missing-modes", "no-progress", "oscillation", "standstill"], LogLength.NotJudged(shortOne).Select(symptom => symptom.Name));
        Assert.StartsWith("There is too little log to judge: 20 lines and 1 measure of samples. Not looked for yet: collapse, ", LogLength.Describe(shortOne), StringComparison.Ordinal);
        Assert.Equal(["memorization"], LogLength.NotJudged(Log(lines: 100, measures: 8)).Select(symptom => symptom.Name));
        Assert.Null(LogLength.Describe(Log(lines: 100, measures: 10)));

        static RunHistory Log(int lines, int measures) => RunHistory.Of(Enumerable.Range(1, lines).Select(line =>
        {
            var numbers = new Dictionary<string, double> { ["step"] = line * 10, ["discriminator-loss"] = line, ["accuracy-real"] = 0.6, ["accuracy-generated"] = 0.7 };
            if (line <= measures)
                (numbers["sample-diversity"], numbers["sample-distance"], numbers["data-diversity"]) = (0.9, 0.1, 0.7);
            return numbers;
        }));
    }

    [Theory]
    [InlineData(0.01, 10)]
    [InlineData(0.7, 1)]
    public void Poor_data_are_no_collapse(double diversity, double classes)
    {
        Watch watch = Shown([0.1, 0.1, 0.1], value => new() { ["sample-diversity"] = value, ["data-diversity"] = diversity, ["data-classes"] = classes });
        Assert.Equal(["data"], Names(watch));
    }

    [Theory]
    [InlineData(0.99, 0.02, true)]
    [InlineData(0.99, -300, false)]
    [InlineData(0.99, 0.4, false)]
    [InlineData(0.95, 0.02, false)]
    public void Discriminator_is_too_strong_where_it_is_right_and_its_loss_is_gone(double accuracy, double loss, bool fires)
    {
        Watch watch = Shown(Enumerable.Repeat(loss, RunHistory.StartLines + 20), value => new() { ["accuracy-real"] = accuracy, ["accuracy-generated"] = accuracy, ["discriminator-loss"] = value });
        Assert.Equal(fires ? ["discriminator-too-strong"] : [], Names(watch));
    }

    [Theory]
    [InlineData(0.99, 0.2, true)]
    [InlineData(0.99, 0.1, false)]
    [InlineData(0.95, 0.2, false)]
    public void Discriminator_is_too_strong_where_it_is_right_and_samples_stay_far_whatever_its_loss(double accuracy, double distance, bool fires)
    {
        Watch watch = Shown(Enumerable.Repeat(0.85, RunHistory.StartLines + 20), value => new()
        {
            ["accuracy-real"] = accuracy,
            ["accuracy-generated"] = accuracy,
            ["discriminator-loss"] = value,
            ["sample-distance"] = distance,
        });
        Assert.Equal(fires ? ["discriminator-too-strong"] : [], Names(watch));
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(11, false)]
    public void Oscillation_is_six_swings_in_sixty_lines(int stretch, bool fires)
    {
        // Stretches of 9 lines meet six times within 60 lines, stretches of 11 five times.
        IEnumerable<double> accuracy = Enumerable.Range(0, RunHistory.StartLines + 60).Select(line => Math.Max(0, line - RunHistory.StartLines) / stretch % 2 == 0 ? 0.9 : 0.1);
        Watch watch = Shown(accuracy, value => new() { ["accuracy-generated"] = value });
        Assert.Equal(fires ? ["oscillation"] : [], Names(watch));
    }

    [Fact]
    public void Beginning_of_a_run_is_neither_too_strong_nor_oscillating()
    {
        Assert.Empty(Names(Shown(Enumerable.Repeat(1.0, RunHistory.StartLines), value => new() { ["accuracy-real"] = value, ["accuracy-generated"] = value, ["discriminator-loss"] = 0.01 })));
        IEnumerable<double> early = Enumerable.Range(0, 90).Select(line => line < RunHistory.StartLines ? line % 2 : 0.9);
        Assert.Empty(Names(Shown(early, value => new() { ["accuracy-generated"] = value })));
    }

    [Fact]
    public void Divergence_of_a_discriminator_shows_earlier_and_in_leaps_too()
    {
        Assert.Equal(["divergence"], Names(Shown(Enumerable.Range(0, 60).Select(line => Math.Pow(line, 2) / 50), Loss)));
        Assert.Equal(["divergence"], Names(Shown(Enumerable.Range(0, 60).Select(line => line % 2 == 0 ? 5000.0 : -3000), Loss)));
        Assert.Empty(Names(Shown(Enumerable.Range(0, 60).Select(line => line % 2 == 0 ? 20.0 : -20), Loss)));
        Assert.Empty(Names(Shown(Enumerable.Range(0, 60).Select(line => Math.Pow(line, 2) / 50), value => new() { ["decoder-loss"] = value })));

        static Dictionary<string, double> Loss(double value) => new() { ["discriminator-loss"] = value };
    }

    [Fact]
    public void Divergence_of_one_of_several_discriminators_shows_as_early() =>
        Assert.Equal(["divergence"], Names(Shown(Enumerable.Range(0, 60).Select(line => Math.Pow(line, 2) / 50), value => new() { ["discriminator-2-loss"] = value })));

    [Fact]
    public void Divergence_is_a_large_loss_that_grows()
    {
        Assert.Equal(["divergence"], Names(Shown(Enumerable.Range(0, 60).Select(line => -Math.Pow(1.2, line)), Loss)));
        Assert.Equal(["divergence"], Names(Shown(Enumerable.Range(0, 60).Select(line => Math.Pow(line, 2)), Loss)));
        Assert.Empty(Names(Shown(Enumerable.Range(0, 60).Select(line => 5000.0 - line), Loss)));
        Assert.Empty(Names(Shown(Enumerable.Range(0, 60).Select(line => line < 10 ? 1 : 5000.0), Loss)));
        Assert.Empty(Names(Shown(Enumerable.Range(0, 60).Select(line => -Math.Pow(1.05, line)), Loss)));

        static Dictionary<string, double> Loss(double value) => new() { ["critic-loss"] = value };
    }

    [Theory]
    [InlineData(0.9, 0.2, 0.2, true)]
    [InlineData(0.2, 0.9, 0.2, false)]
    public void Memorization_needs_two_measures(double first, double second, double third, bool fires)
    {
        Watch watch = Shown([first, second, third], value => new() { ["sample-nearest"] = value });
        Assert.Equal(fires ? ["memorization"] : [], Names(watch));
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(0.26, 0, true)]
    [InlineData(0.24, 0, false)]
    [InlineData(1, 0.05, false)]
    [InlineData(0.1, 0, false)]
    public void No_progress_is_far_from_the_data_and_no_nearer(double distance, double gain, bool fires)
    {
        Watch watch = Shown(Enumerable.Range(0, 8).Select(at => distance - (gain * at)), value => new() { ["sample-distance"] = value });
        Assert.Equal(fires ? ["no-progress"] : [], Names(watch));
    }

    // Players that circle each other carry the samples off and back again, farther in the mean for a while.
    [Fact]
    public void Samples_that_come_near_in_between_make_progress()
    {
        double[] distances = [0.24, 0.35, 0.44, 0.66, 0.84, 0.38, 0.57, 0.44];
        Assert.Empty(Names(Shown(distances, value => new() { ["sample-distance"] = value })));
        Assert.Equal(["no-progress"], Names(Shown([0.26, .. distances[1..]], value => new() { ["sample-distance"] = value })));
    }

    [Fact]
    public void Watch_tells_a_symptom_once_and_again_after_it_was_away()
    {
        var watch = new Watch();
        List<long> told = [];
        for (int line = 0; line < 200; line++)
        {
            // There with short gaps up to line 60, away from 60 to 100, and there again.
            bool isThere = line is < 60 or >= 100;
            double value = isThere && line % 10 != 5 ? 0.1 : 0.9;
            var numbers = new Dictionary<string, double> { ["sample-nearest"] = value };
            told.AddRange(watch.Add(line, numbers).Select(finding => finding.Step));
        }

        Assert.Equal([1L, 101L], told);
    }

    [Fact]
    public void CutBack_history_forgets_later_lines()
    {
        RunHistory history = RunHistory.Of(Enumerable.Range(1, 5).Select(step => new Dictionary<string, double> { ["step"] = step, ["a"] = step * 2 }));
        history.CutBack(3);
        Assert.Equal([2, 4, 6], history.All("a").ToArray());
        Assert.Equal(3, history.Step);
        Assert.True(history.Last("a", 4).IsEmpty);
    }

    [Theory]
    [InlineData(0.5, "still improving")]
    [InlineData(1.0, "no longer improves")]
    [InlineData(1.5, "getting worse")]
    public void Trend_compares_the_last_measures_with_those_before(double factor, string said)
    {
        RunHistory history = RunHistory.Of(Enumerable.Range(1, 6).Select(at => new Dictionary<string, double> { ["step"] = at, ["sample-distance"] = at > 3 ? 0.2 * factor : 0.2 }));
        Assert.Contains(said, Trend.Describe(history), StringComparison.Ordinal);
        Assert.Equal(factor > 1, Trend.IsWorsening(history));
    }

    /// <summary>A watch that was shown a log; its losses waver a little, as those of every living run do, but where they are to be exact.</summary>
    private static Watch Shown(IEnumerable<double> values, Func<double, Dictionary<string, double>> line, bool isExact = false)
    {
        var watch = new Watch();
        int step = 0;
        foreach (double value in values)
        {
            Dictionary<string, double> numbers = line(value);
            foreach (string name in numbers.Keys.Where(name => !isExact && name.EndsWith("-loss", StringComparison.Ordinal)))
                numbers[name] *= step % 20 == 0 ? 1 : 1.001;
            watch.Add(step += 10, numbers);
        }

        return watch;
    }

    private static IEnumerable<string> Names(Watch watch) => watch.Present.Select(finding => finding.Symptom);
}
