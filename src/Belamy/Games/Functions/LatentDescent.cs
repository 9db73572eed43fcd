using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>A compiled <see cref="LatentSearch"/>: the latent vectors of a batch, and a program that moves them by a step.</summary>
internal sealed class LatentDescent : IDisposable
{
    private const string RateInput = "rate", StateInput = "state";
    private readonly LatentSearch _search;
    private readonly IReadOnlyList<Tensor> _inputs;
    private readonly MovingAverage? _average;
    private readonly ParameterStore _store = new();
    private readonly Parameter _latents, _least;
    private readonly Program _move;
    private readonly Program? _draw;

    /// <summary>Compiles a search.</summary>
    /// <param name="search">The search.</param>
    /// <param name="inputs">What the loss looks at beside latent vectors: inputs of programs.</param>
    /// <param name="batch">Latent vectors at a time.</param>
    /// <param name="average">Averages to use in place of weights, or null.</param>
    /// <param name="draws">Whether it begins at draws of the prior; else where it is told to.</param>
    public LatentDescent(LatentSearch search, IReadOnlyList<Tensor> inputs, int batch, MovingAverage? average, bool draws = true)
    {
        (_search, _inputs, _average) = (search, inputs, average);
        _latents = _store.Create("latent", [batch, search.Prior.Size]);
        _least = _store.Create("least", [batch]);
        ForwardContext context = Frozen();
        Tensor[] terms = Terms(context, _latents.Value);
        context.CollectsUpdates = true;
        new Adam().Apply(context, new OptimizerState(_store, "search"), [_latents], [Total(terms).Sum().Gradient(_latents.Value)], Tensor.Input(RateInput, Shape.Scalar));
        if (search.Prior.Distribution == LatentDistribution.Uniform)
            context.Update(_latents, context.Read(_latents).Clamp(-1, 1));
        _move = Program.Compile("search", [terms[0]], context.Updates);
        _draw = draws ? CompileDraw(batch) : null;
    }

    /// <summary>[batch, latent]: where the search is.</summary>
    public Parameter Latents => _latents;

    /// <summary>The error of each item where the last move began.</summary>
    public ReadOnlySpan<float> Errors => _move.Outputs[0].AsSpan<float>();

    /// <summary>The programs, whose inputs are to be filled.</summary>
    public IEnumerable<Program> Programs => _draw is null ? [_move] : [_draw, _move];

    /// <summary>Begins at draws of the prior, and moves to the end.</summary>
    /// <param name="seed">Decides what is drawn.</param>
    /// <param name="first">The number of the first item, which decides it too.</param>
    /// <param name="cancellationToken">Ends it between two moves.</param>
    public void Find(long seed, int first, CancellationToken cancellationToken)
    {
        Forget(seed, first);
        _least.AsSpan<float>().Fill(float.PositiveInfinity);
        for (int candidate = 0; candidate < _search.Candidates; candidate++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Draw(_draw!, seed, candidate, first);
            _draw!.Run();
        }

        for (int step = 0; step < _search.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Move(step);
        }
    }

    /// <summary>Begins where it is told to.</summary>
    /// <param name="latents">[batch, latent].</param>
    /// <param name="seed">Decides what a generator draws beside its latent vectors.</param>
    public void Begin(ReadOnlySpan<float> latents, long seed)
    {
        Forget(seed, 0);
        latents.CopyTo(_latents.AsSpan<float>());
    }

    /// <summary>A move.</summary>
    /// <param name="step">Its number.</param>
    public void Move(int step)
    {
        _move.Input(RateInput).AsSpan<float>()[0] = (float)(_search.LearningRate * (1 + Math.Cos(Math.PI * step / _search.Steps)) / 2);
        _move.Run();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _move.Dispose();
        _draw?.Dispose();
        _store.Dispose();
    }

    private static ForwardContext Frozen() => new(Tensor.Input(StateInput, [4], ElementType.Int32)) { IsTraining = false, CollectsUpdates = false };

    private static Tensor Total(Tensor[] terms) => terms.Aggregate((sum, term) => sum + term);

    private static void Draw(Program program, long seed, int candidate, int first)
    {
        if (program.InputNames.Contains(StateInput))
            ParameterScope.SeedWords(seed, candidate, first).AsSpan<int>().CopyTo(program.Input(StateInput).AsSpan<int>());
    }

    /// <summary>Draws once more, and keeps what is better than the best so far.</summary>
    private Program CompileDraw(int batch)
    {
        ForwardContext context = Frozen();
        Tensor drawn = _search.Prior.Draw(context, batch), loss = Total(Terms(context, drawn)), isBetter = loss < _least.Value;
        return Program.Compile("beginnings", [], new Dictionary<Parameter, Tensor>
        {
            [_least] = Tensor.Select(isBetter, loss, _least.Value),
            [_latents] = Tensor.Select(isBetter.Reshape(batch, 1), drawn, _latents.Value),
        });
    }

    private Tensor[] Terms(ForwardContext context, Tensor latents)
    {
        Tensor[] terms = [.. _search.Loss(context, _inputs, latents)];
        return _average is null ? terms : _average.Substitute(terms);
    }

    /// <summary>Nothing of a search before is left in the next.</summary>
    private void Forget(long seed, int first)
    {
        foreach (Parameter parameter in _store.Parameters)
            parameter.AsBytes().Clear();
        Draw(_move, seed, 0, first);
    }
}
