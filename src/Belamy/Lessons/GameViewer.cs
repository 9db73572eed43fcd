using Belamy.Data;
using Belamy.Diagnosis;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy.Lessons;

/// <summary>Looks at a game over points: three programs beside the moves, which change nothing.</summary>
internal sealed class GameViewer : IDisposable
{
    private const int FewestPoints = 256;
    private const int MostPoints = 1000;
    private const int PlaneColumns = 40;
    private const int LineColumns = 161;
    private const double Margin = 0.3;

    private const string StateInput = "state", PointsInput = "points", RealInput = "real", PlacesInput = "places";

    private readonly Program _generate;
    private readonly Program _judge;
    private readonly Program _field;
    private readonly Adversarial _recipe;
    private readonly Shape _item;
    private readonly ModeCoverage? _coverage;
    private readonly bool _hasPenalty;
    private readonly int _count;
    private readonly float[] _real;
    private readonly float[] _generated;
    private readonly float[] _arrows;
    private readonly float[] _lengths;
    private readonly float[] _scores;
    private readonly GameView _view;

    public GameViewer(AssembledGame game, Dataset data, GameViewer? before)
    {
        _recipe = (Adversarial)game.Recipe;
        _item = new Shape(data.ItemShape);
        int dimensions = (int)_item.Count;
        _coverage = ModeCoverage.Of(data);
        _count = Math.Clamp(_coverage?.Count ?? 0, FewestPoints, MostPoints);
        _real = new float[_count * dimensions];
        data.ReadBatch([.. Enumerable.Range(0, _count)], _real);
        _generated = new float[_real.Length];
        _arrows = new float[_real.Length];
        _lengths = new float[_count];
        (_generate, _judge, _field) = (Generate(game), Judge(game), Field(game, dimensions));
        _hasPenalty = _judge.Outputs.Count > 5;
        _scores = new float[_field.Outputs[0].Shape.Count];
        ParameterScope.SeedWords(_recipe.Seed).AsSpan<int>().CopyTo(_generate.Input(StateInput).AsSpan<int>());
        if (_judge.InputNames.Contains(StateInput))
            ParameterScope.SeedWords(_recipe.Seed, step: 1).AsSpan<int>().CopyTo(_judge.Input(StateInput).AsSpan<int>());
        _real.CopyTo(_judge.Input(RealInput).AsSpan<float>());
        if (before is not null)
        {
            _view = new GameView(dimensions, before._view.Low, before._view.High, before._view.Vertical);
        }
        else
        {
            _generate.Run();
            _view = Frame(dimensions, _real, _generate.Outputs[0].AsSpan<float>());
        }

        float[] places = PlacesOf(_view);
        places.CopyTo(_field.Input(PlacesInput).AsSpan<float>());
        (_view.Real, _view.Generated, _view.Arrows, _view.Places, _view.Field) = (_real, _generated, _arrows, places, _scores);
        _view.Columns = dimensions == 1 ? LineColumns : PlaneColumns;
        _view.ScoresAreLogits = _recipe.Objective.ScoresAreLogits;
        (_view.RealScores, _view.GeneratedScores) = (new double[_count], new double[_count]);
        (_view.DiscriminatorFormula, _view.GeneratorFormula) = (_recipe.Objective.DiscriminatorFormula, _recipe.Objective.GeneratorFormula);
        _view.PenaltyFormula = _recipe.Penalty.Formula;
        _view.Modes = _coverage?.Modes ?? 0;
        if (dimensions == 1)
        {
            _view.RealDensity = Density.Of(_real, _view.Low, _view.High, LineColumns);
            _view.GeneratedDensity = new float[LineColumns];
        }
    }

    /// <summary>Looks.</summary>
    public GameView Look()
    {
        _generate.Run();
        _generate.Outputs[0].AsSpan<float>().CopyTo(_generated);
        _generated.CopyTo(_judge.Input(PointsInput).AsSpan<float>());
        _judge.Run();
        Widen(_judge.Outputs[0].AsSpan<float>(), _view.RealScores);
        Widen(_judge.Outputs[1].AsSpan<float>(), _view.GeneratedScores);
        TakeArrows(_judge.Outputs[2].AsSpan<float>());
        _view.GeneratorLoss = _judge.Outputs[4].Scalar;
        _view.Penalty = _hasPenalty ? _judge.Outputs[5].Scalar : 0;
        _view.DiscriminatorLoss = _judge.Outputs[3].Scalar + _view.Penalty;
        _field.Run();
        _field.Outputs[0].AsSpan<float>().CopyTo(_scores);
        _view.Boundary = _recipe.Objective.ScoresHaveZero ? 0 : (_view.RealScores.Average() + _view.GeneratedScores.Average()) / 2;
        _view.AccuracyReal = ShareAbove(_view.RealScores, _view.Boundary);
        _view.AccuracyGenerated = 1 - ShareAbove(_view.GeneratedScores, _view.Boundary);
        _view.ModesReached = _coverage?.Reached(new Samples(_item, _generated)) ?? 0;
        if (_view.Dimensions == 1)
            _view.GeneratedDensity = Density.Of(_generated, _view.Low, _view.High, LineColumns);
        return _view;
    }

    /// <summary>Scores of certain points.</summary>
    public float[] Scores(ReadOnlySpan<float> points)
    {
        Span<float> input = _field.Input(PlacesInput).AsSpan<float>();
        float[] kept = input.ToArray();
        int dimensions = (int)_item.Count;
        var scores = new float[points.Length / dimensions];
        for (int done = 0; done < scores.Length; done += _scores.Length)
        {
            int here = Math.Min(_scores.Length, scores.Length - done);
            points.Slice(done * dimensions, here * dimensions).CopyTo(input);
            _field.Run();
            _field.Outputs[0].AsSpan<float>()[..here].CopyTo(scores.AsSpan(done));
        }

        kept.CopyTo(input);
        return scores;
    }

    public void Dispose()
    {
        _generate.Dispose();
        _judge.Dispose();
        _field.Dispose();
    }

    private Program Generate(AssembledGame game)
    {
        ForwardContext context = Context();
        return Program.Compile("points", [game.Parts.Generator!(context, game.Prior.Draw(context, _count), null)]);
    }

    /// <summary>Scores of real and generated points, the gradient, both losses, and the penalty where there is one.</summary>
    private Program Judge(AssembledGame game)
    {
        ForwardContext context = Context();
        Func<ForwardContext, Tensor, Tensor> critic = game.Parts.Critic!;
        Tensor real = Tensor.Input(RealInput, [_count, .. _item]), points = Tensor.Input(PointsInput, [_count, .. _item]);
        Tensor realScores = critic(context, real), scores = critic(context, points);
        Tensor loss = _recipe.Objective.GeneratorLoss(realScores, scores);
        // The loss is a mean over the points.
        Tensor gradient = loss.Gradient(points) * -_count;
        Tensor[] outputs = [realScores, scores, gradient, _recipe.Objective.DiscriminatorLoss(realScores, scores), loss];
        Tensor? penalty = _recipe.Penalty.Value(new Critique(context, items => critic(context, items), real, points, realScores, scores));
        return Program.Compile("judgement", penalty is null ? outputs : [.. outputs, penalty]);
    }

    private Program Field(AssembledGame game, int dimensions) =>
        Program.Compile("field", [game.Parts.Critic!(Context(), Tensor.Input(PlacesInput, [dimensions == 1 ? LineColumns : PlaneColumns * PlaneColumns, .. _item]))]);

    private static ForwardContext Context() => new(Tensor.Input(StateInput, [4], ElementType.Int32)) { IsTraining = false, CollectsUpdates = false };

    /// <summary>Axes that hold the data and where the generator begins, square in the plane.</summary>
    private static GameView Frame(int dimensions, ReadOnlySpan<float> real, ReadOnlySpan<float> generated)
    {
        Span<(double Low, double High)> ranges = stackalloc (double, double)[2];
        double widest = 0;
        for (int axis = 0; axis < dimensions; axis++)
        {
            (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
            for (int at = axis; at < real.Length; at += dimensions)
            {
                (low, high) = (Math.Min(low, real[at]), Math.Max(high, real[at]));
                // A generator that begins far out is not to make the data small.
                if (dimensions == 1)
                    (low, high) = (Math.Min(low, generated[at]), Math.Max(high, generated[at]));
            }

            ranges[axis] = (low, high);
            widest = Math.Max(widest, high - low);
        }

        double reach = widest * (0.5 + (dimensions == 1 ? Margin / 4 : Margin / 2));
        (double x, double y) = ((ranges[0].Low + ranges[0].High) / 2, (ranges[1].Low + ranges[1].High) / 2);
        return new GameView(dimensions, x - reach, x + reach, (y - reach, y + reach));
    }

    private static float[] PlacesOf(GameView view)
    {
        if (view.Dimensions == 1)
            return [.. Enumerable.Range(0, LineColumns).Select(at => (float)(view.Low + ((view.High - view.Low) * at / (LineColumns - 1))))];
        var places = new float[PlaneColumns * PlaneColumns * 2];
        double cell = (view.High - view.Low) / PlaneColumns;
        for (int at = 0; at < places.Length / 2; at++)
        {
            places[2 * at] = (float)(view.Low + (cell * ((at % PlaneColumns) + 0.5)));
            places[(2 * at) + 1] = (float)(view.Vertical.High - (cell * ((at / PlaneColumns) + 0.5)));
        }

        return places;
    }

    private void TakeArrows(ReadOnlySpan<float> arrows)
    {
        arrows.CopyTo(_arrows);
        int dimensions = (int)_item.Count;
        for (int at = 0; at < _count; at++)
        {
            float x = arrows[at * dimensions], y = dimensions == 1 ? 0 : arrows[(at * dimensions) + 1];
            _lengths[at] = MathF.Sqrt((x * x) + (y * y));
        }

        Array.Sort(_lengths);
        _view.MedianArrow = _lengths[_count / 2];
    }

    private static void Widen(ReadOnlySpan<float> source, double[] target)
    {
        for (int at = 0; at < target.Length; at++)
            target[at] = source[at];
    }

    private static double ShareAbove(double[] scores, double boundary)
    {
        int count = 0;
        foreach (double score in scores)
            count += score > boundary ? 1 : 0;
        return (double)count / scores.Length;
    }
}
