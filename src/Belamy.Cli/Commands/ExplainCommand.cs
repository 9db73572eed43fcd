using System.CommandLine;
using Belamy.Cli.Terminal;
using Belamy.Data;
using Belamy.Games;
using Belamy.Lessons;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy explain</c>: the story of the forger and the expert, with formulas and the numbers of a game beside it.</summary>
internal static class ExplainCommand
{
    // Of the course of a game a table shows so many lines.
    private const int Rows = 6;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var run = new Argument<string?>("run")
        {
            Description = "A run's folder or its name under runs/, whose numbers are put in; without one a small game is played.",
            HelpName = "RUN",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new CommandWithExamples("explain", "Tell in plain words how two networks teach each other, with the numbers of a real game.") { run };
        command.Notes =
        [
            "Without RUN a game over single numbers is played while you wait, about a second, and nothing is written.",
            "Of a run it reads run.json and metrics.jsonl alone, and may do so while that is being trained.",
            "`belamy studio` shows the same game move by move, under Game.",
        ];
        command.Examples =
        [
            ("belamy explain", "the story, with the numbers of a small game"),
            ("belamy explain digits", "with the numbers of the run in runs/digits"),
        ];
        command.SetAction(parsed => Tell(parsed.GetValue(run) is { } name ? Told.OfRun(RunFolder.Open(RunArgument.Resolve(name))) : Told.OfLesson(Lesson.All[0]), Console.Out));
        return command;
    }

    private static int Tell(Told told, TextWriter output)
    {
        foreach (StoryPart part in Story.Parts)
        {
            output.WriteLine(part.Title);
            FoldedText.Write(output, part.Text);
            string[] beside = [.. part.Place switch
            {
                StoryPlace.Discriminator => told.Discriminator,
                StoryPlace.Generator => told.Generator,
                _ => [],
            }];
            if (beside.Length > 0)
                output.WriteLine();
            foreach (string line in beside)
                FoldedText.Write(output, line, "    ", "      ");
            if (part.Place == StoryPlace.Course)
            {
                output.WriteLine();
                FoldedText.Write(output, told.What, "    ", "    ");
                AlignedColumns.Write(output, told.Course, "    ");
            }

            output.WriteLine();
        }

        FoldedText.Write(output, told.Next, "", "");
        return ExitCode.Success;
    }

    /// <summary>The numbers of a game, in lines.</summary>
    /// <param name="Discriminator">What stands beside the expert's move.</param>
    /// <param name="Generator">What stands beside the forger's move.</param>
    /// <param name="What">What the table is of.</param>
    /// <param name="Course">The table, its head first.</param>
    /// <param name="Next">What to do next.</param>
    private sealed record Told(IReadOnlyList<string> Discriminator, IReadOnlyList<string> Generator, string What, IReadOnlyList<string[]> Course, string Next)
    {
        public static Told OfLesson(Lesson lesson)
        {
            // Moves of this size gain nothing from more threads.
            Threads.Use(1);
            using var game = new SlowGame(lesson.Recipe, Datasets.Open(lesson.Data));
            List<string[]> course = [["step", "expert's loss", "forger's loss", "D of real", "of forged", "forged numbers", "real numbers"]];
            GameView view = game.Look();
            Add();
            foreach (long until in new[] { 20, 50, 100, 200, lesson.Steps })
            {
                while (game.Step < until)
                    game.PlayStep();
                view = game.Look();
                Add();
            }

            return new Told(
                [
                    $"L(D) = {view.DiscriminatorFormula}",
                    $"     = {view.DiscriminatorFormula!.PutIn(view.RealScores, view.GeneratedScores)} = {Quantity.Loss(view.DiscriminatorLoss)}",
                    FormattableString.Invariant($"E is the mean over things, here {view.RealScores.Length} real and {view.GeneratedScores.Length} forged numbers at step {Quantity.Count(game.Step)}. On the average D says {view.MeanProbability(view.RealScores):0.00} of real ones and {view.MeanProbability(view.GeneratedScores):0.00} of forged ones."),
                ],
                [
                    $"L(G) = {view.GeneratorFormula}",
                    $"     = {view.GeneratorFormula!.PutIn(view.RealScores, view.GeneratedScores)} = {Quantity.Loss(view.GeneratorLoss)}",
                    $"Half of the arrows are shorter than {Quantity.Measured(view.MedianArrow)} at this step.",
                ],
                $"A game played just now, over numbers of mean 4 and deviation 0.5, {game.Recipe.DiscriminatorMoves} moves of the expert to one of the forger:",
                course,
                "See it move by move: `belamy studio`, Game. Put in the numbers of a run of your own: `belamy explain RUN`.");

            void Add() => course.Add(
            [
                Quantity.Count(game.Step), Quantity.Loss(view.DiscriminatorLoss), Quantity.Loss(view.GeneratorLoss), Chance(view.MeanProbability(view.RealScores)), Chance(view.MeanProbability(view.GeneratedScores)),
                Spread(view.Generated.Span), Spread(view.Real.Span),
            ]);
        }

        public static Told OfRun(RunFolder run)
        {
            RunDescription description = run.Description;
            if (description.Recipe is not TwoPlayerRecipe)
                throw new BelamyException($"{run.Path}: is of {description.Model}, in which no forger plays against an expert; name a run of another model, or none for a small game");
            IReadOnlyList<IReadOnlyDictionary<string, double>> lines = run.Log.ReadMetrics();
            if (run.Log.Damage is { } damage)
                Console.Error.WriteLine($"belamy: {damage}");
            if (lines.Count == 0)
                throw new BelamyException($"{run.Path}: its log is empty so far; train it first, or name no run for a small game");
            IReadOnlyDictionary<string, double> last = lines[^1];
            var recipe = description.Recipe as Adversarial;
            string at = $"at step {Quantity.Count((long)last["step"])} of {run.Path}";
            return new Told(
                Beside("D", recipe?.Objective.DiscriminatorFormula?.ToString(), recipe?.Penalty.Formula ?? "", Numbers.DiscriminatorLoss, OddsOfRight),
                Beside("G", recipe?.Objective.GeneratorFormula?.ToString(), "", Numbers.Generator + Numbers.LossSuffix, OddsOfGenerated),
                $"{run.Path}, {description.Model} on {Path.GetFileName(description.DataSource)}; each line is a mean over some steps:",
                Table(lines),
                $"What is the matter with it, if anything: `belamy doctor {ShellWord.Quote(run.Path)}`. See a small game move by move: `belamy studio`, Game.");

            IReadOnlyList<string> Beside(string player, string? formula, string penalty, string loss, Func<Adversarial, double, string?> odds)
            {
                List<string> beside = formula is null
                    ? [$"The formulas of {description.Model} are its paper's: `belamy models {description.Model}` names it."]
                    : [$"L({player}) = {formula}{(penalty.Length > 0 ? $" + {penalty}" : "")}"];
                if (last.TryGetValue(loss, out double value))
                {
                    beside.Add($"L({player}) = {Quantity.Loss(value)} {at}.");
                    if (recipe is not null && odds(recipe, value) is { } words)
                        beside.Add(words);
                }

                return beside;
            }
        }

        private static List<string[]> Table(IReadOnlyList<IReadOnlyDictionary<string, double>> lines)
        {
            string[] losses = [.. lines[^1].Keys.Where(name => name.EndsWith(Numbers.LossSuffix, StringComparison.Ordinal))];
            string[] shares = [.. new[] { Numbers.AccuracyReal, Numbers.AccuracyGenerated }.Where(lines[^1].ContainsKey)];
            List<string[]> table = [["step", .. losses.Select(Words), .. shares.Select(name => name == Numbers.AccuracyReal ? "right of real" : "of forged")]];
            int shown = Math.Min(Rows, lines.Count);
            for (int row = 0; row < shown; row++)
            {
                IReadOnlyDictionary<string, double> line = lines[shown == 1 ? 0 : (int)((long)row * (lines.Count - 1) / (shown - 1))];
                table.Add([Quantity.Count((long)line["step"]), .. losses.Select(name => line.TryGetValue(name, out double loss) ? Quantity.Loss(loss) : ""), .. shares.Select(name => line.TryGetValue(name, out double share) ? Quantity.Percent(share) : "")]);
            }

            return table;
        }

        private static string? OddsOfRight(Adversarial recipe, double loss) => Odds.OfTheRight(recipe, loss) is { } chance
            ? FormattableString.Invariant($"That is as if it gave the right answer a chance of {chance:0.00} each time; who guesses gives 0.50.")
            : null;

        private static string? OddsOfGenerated(Adversarial recipe, double loss) => Odds.OfGenerated(recipe, loss) is { } chance
            ? FormattableString.Invariant($"That is as if D gave each forgery a chance of {chance:0.00} of being real.")
            : null;

        private static string Words(string loss)
        {
            string player = loss[..^Numbers.LossSuffix.Length];
            return player switch { Numbers.Discriminator => "expert's loss", Numbers.Generator => "forger's loss", _ => $"{player}'s loss" };
        }

        private static string Chance(double probability) => FormattableString.Invariant($"{probability:0.00}");

        private static string Spread(ReadOnlySpan<float> values)
        {
            double mean = 0, square = 0;
            foreach (float value in values)
                mean += value;
            mean /= values.Length;
            foreach (float value in values)
                square += (value - mean) * (value - mean);
            return FormattableString.Invariant($"{mean:0.00} ± {Math.Sqrt(square / values.Length):0.00}");
        }
    }
}
