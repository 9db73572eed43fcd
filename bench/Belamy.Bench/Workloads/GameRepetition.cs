using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Tensors;

namespace Belamy.Bench.Workloads;

/// <summary>Steps of a game as training runs them: the moves of its players in order, on a batch of data that is in memory already.</summary>
internal static class GameRepetition
{
    /// <summary>Builds and compiles a game whose items are known by their shape alone.</summary>
    /// <param name="recipe">The game.</param>
    /// <param name="item">The shape of an item.</param>
    public static Repetition Prepare(Recipe recipe, Shape item) => Prepare(new AssembledGame(recipe, item), recipe.MovesOfFirst);

    /// <summary>Builds and compiles a game of pictures in several fields.</summary>
    /// <param name="recipe">The game.</param>
    /// <param name="fields">Their names and sides in pixels; all are in colour.</param>
    public static Repetition Prepare(Recipe recipe, params (string Name, int Side)[] fields)
    {
        Field[] pictures = [.. fields.Select(field => new Field(field.Name, new Pictures(3, field.Side, field.Side)))];
        return Prepare(new AssembledGame(recipe, pictures[0].Kind.Shape, fields: pictures), recipe.MovesOfFirst);
    }

    private static Repetition Prepare(AssembledGame game, int movesOfFirst)
    {
        game.Game.Compile();
        Tensors.Program[] moves =
        [
            .. Enumerable.Repeat(game.Game.Players[0], movesOfFirst).Append(game.Game.Players[1]).Select(player => game.Game.MoveOf(player).Program),
        ];
        var random = new Random(1);
        foreach (Tensors.Program move in moves)
        {
            foreach (string input in move.InputNames)
                Fill(move.Input(input), random);
        }

        return new Repetition(
            () =>
            {
                foreach (Tensors.Program move in moves)
                    move.Run();
            },
            game)
        {
            Parameters = game.Game.Players.SelectMany(player => player.Parameters).Distinct().Sum(parameter => parameter.Shape.Count),
            Operations = moves.Sum(move => move.Flops),
        };
    }

    /// <summary>Values in [-1, 1).</summary>
    public static void Fill(ProgramValue value, Random random)
    {
        foreach (ref float element in value.AsSpan<float>())
            element = (random.NextSingle() * 2) - 1;
    }
}
