using Belamy.Data;
using Belamy.Lessons;
using Belamy.Objectives;

namespace Belamy.Tests.Lessons;

/// <summary>Each lesson shows what its title says, by the step that it names, from more than one beginning.</summary>
public sealed class LessonTests
{
    private static readonly long[] Seeds = [1, 2];

    [Fact]
    public void One_number_ends_in_two_bells_that_are_one()
    {
        foreach (GameView view in Play("number").Select(views => views[^1]))
        {
            float[] made = view.Generated.ToArray();
            double mean = made.Average(), deviation = Math.Sqrt(made.Average(value => (value - mean) * (value - mean)));
            Assert.Equal(4, mean, 0.35);
            Assert.InRange(deviation, 0.3, 0.75);
        }
    }

    [Fact]
    public void Balance_covers_all_modes_while_the_expert_comes_down_to_guessing()
    {
        foreach (GameView[] views in Play("balance"))
        {
            Assert.All(views[^3..], view => Assert.Equal(8, view.ModesReached));
            GameView last = views[^1];
            Assert.InRange(last.MeanProbability(last.RealScores), 0.45, 0.62);
            Assert.InRange(last.MeanProbability(last.GeneratedScores), 0.38, 0.55);
        }
    }

    [Fact]
    public void Strong_expert_is_sure_and_leaves_no_arrows_until_the_objective_is_another()
    {
        Lesson lesson = Lesson.Find("strong")!;
        foreach (long seed in Seeds)
        {
            using var game = new SlowGame(lesson.Recipe with { Seed = seed }, Datasets.Open(lesson.Data));
            while (game.Step < lesson.Steps)
                game.PlayStep();
            GameView view = game.Look();
            Assert.True(view.AccuracyReal >= 0.95 && view.AccuracyGenerated >= 0.95, $"{view.AccuracyReal}, {view.AccuracyGenerated}");
            Assert.InRange(view.MedianArrow, 0, 0.1);
            double weak = view.MedianArrow;
            using SlowGame other = game.With(game.Recipe with { Objective = new NonSaturating() });
            Assert.True(other.Look().MedianArrow > 10 * weak, $"{other.Look().MedianArrow} after {weak}");
        }
    }

    [Fact]
    public void Collapse_reaches_few_modes_and_runs_from_one_to_another()
    {
        foreach (GameView[] views in Play("collapse"))
        {
            GameView[] later = views[(views.Length / 3)..];
            Assert.True(later.Average(view => view.ModesReached) <= 2, string.Join(' ', later.Select(view => view.ModesReached)));
            // Where the heap lies changes.
            double[] x = [.. later.Select(view => view.Generated.ToArray().Where((_, at) => at % 2 == 0).Average(value => (double)value))];
            Assert.True(x.Max() - x.Min() > 0.3, string.Join(' ', x));
        }
    }

    [Fact]
    public void Cure_covers_all_modes_and_stays()
    {
        foreach (GameView[] views in Play("cure"))
            Assert.True(views[^4..].All(view => view.ModesReached == 8), string.Join(' ', views.Select(view => view.ModesReached)));
    }

    [Fact]
    public void Lessons_have_names_texts_and_data_of_their_own()
    {
        Assert.Equal(["number", "balance", "strong", "collapse", "cure"], Lesson.All.Select(lesson => lesson.Name));
        Assert.All(Lesson.All, lesson =>
        {
            Assert.Contains(lesson.Data, SlowGame.DataNames);
            Assert.EndsWith(".", lesson.Text, StringComparison.Ordinal);
            Assert.Same(lesson, Lesson.Find(lesson.Name));
        });
        Assert.Null(Lesson.Find("other"));
    }

    /// <summary>Ten looks at each of some games of a lesson, the last at the step that it names.</summary>
    private static IEnumerable<GameView[]> Play(string name)
    {
        Lesson lesson = Lesson.Find(name)!;
        foreach (long seed in Seeds)
        {
            using var game = new SlowGame(lesson.Recipe with { Seed = seed }, Datasets.Open(lesson.Data));
            var views = new List<GameView>();
            for (int look = 1; look <= 10; look++)
            {
                while (game.Step < lesson.Steps * look / 10)
                    game.PlayStep();
                views.Add(game.Look().Copy());
            }

            Assert.False(game.HasDiverged);
            yield return [.. views];
        }
    }
}
