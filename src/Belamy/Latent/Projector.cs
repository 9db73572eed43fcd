using Belamy.Games;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Latent;

/// <summary>Where the vector of a picture is searched.</summary>
public enum LatentSpace
{
    /// <summary>z, the latent vectors that the prior draws.</summary>
    Z,

    /// <summary>w, the styles that a style-based generator makes of them.</summary>
    W,
}

/// <summary>How a <see cref="Projector"/> searches.</summary>
public sealed record ProjectionOptions
{
    /// <summary>Moves of each search, at least 1.</summary>
    public int Steps { get; init; } = 400;

    /// <summary>Searches at the same time, at least 1, which begin at the nearest of <see cref="Candidates"/>.</summary>
    public int Restarts { get; init; } = 16;

    /// <summary>Samples among which to look for beginnings; at least as many as there are searches.</summary>
    public int Candidates { get; init; } = 1024;

    /// <summary>The rate of Adam at the beginning; it falls to 0 along half a cosine.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>λ, the weight of the prior beside the pixels' error.</summary>
    public double PriorWeight { get; init; } = 1e-3;

    /// <summary>Decides the candidates; the generator's own seed when left out.</summary>
    public long? Seed { get; init; }

    /// <summary>Where to search; when left out, styles where the generator has them, else latent vectors.</summary>
    public LatentSpace? Space { get; init; }

    /// <summary>The class to project to, where classes are taken; all are tried when left out.</summary>
    public int? Label { get; init; }
}

/// <summary>The latent vector, or the style, whose item comes nearest to a given one.</summary>
/// <param name="Latent">The latent vector; w where styles are searched.</param>
/// <param name="Item">The item that the generator makes of it.</param>
/// <param name="Error">The mean squared difference of its values to the given ones.</param>
/// <param name="Beginning">The same of the nearest candidate, before any move.</param>
public sealed record Projection(float[] Latent, Samples Item, double Error, double Beginning);

/// <summary>Finds latent vectors of given items by gradient descent through a frozen generator. Zhu et al. 2016, arXiv:1609.03552, section 3.1.</summary>
/// <remarks>
/// min_z mean (G(z) - x)² + λ mean z², by Adam on z from the nearest of many samples; several searches at once, and the best
/// kept. The second term, which is the logarithm of a normal prior, keeps z where the generator was trained; a uniform
/// prior keeps its values within [-1, 1].
///
/// A generator with styles (<see cref="StyleSpace"/>) makes pictures of any w, those that no z leads to among them, so that it is w which is looked for:
/// Karras et al. 2019, arXiv:1912.04958, section 5 and appendix D. Here w counts in deviations from its mean over the candidates, which
/// is what λ and the rate are of; noise is drawn as for samples, not searched for.
/// </remarks>
public sealed class Projector : IDisposable
{
    private const string ItemInput = "item";
    private const string LabelsInput = "labels";
    private readonly Generator _generator;

    // Makes items of what is searched: the generator itself, or one of styles.
    private readonly Generator _searched;
    private readonly StyleCoordinates? _styles;
    private readonly ProjectionOptions _options;
    private readonly LatentDescent _search;
    private readonly Program _move;

    /// <summary>Compiles the search.</summary>
    /// <param name="game">The game of the generator; its averaged weights are used where they are kept.</param>
    /// <param name="options">How to search; the defaults when left out.</param>
    /// <exception cref="BelamyException">The system makes no samples, or has no styles where these are asked for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public Projector(AssembledGame game, ProjectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(game);
        _options = options ?? new ProjectionOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Steps, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Restarts, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Candidates, _options.Restarts, nameof(options));
        _generator = game.RequireGenerator();
        if (_options.Label is { } label && (label < 0 || label >= _generator.Classes))
            throw new ArgumentOutOfRangeException(nameof(options), label, $"There are {_generator.Classes} classes to choose from.");
        (int batch, int length) = (_options.Restarts, (int)_generator.Item.Count);
        List<Tensor> inputs = [Tensor.Input(ItemInput, [1, length])];
        if (_generator.Classes > 0)
            inputs.Add(Tensor.Input(LabelsInput, [batch], ElementType.Int32));
        if (_options.Space == LatentSpace.W && _generator.Styles is null)
            throw new BelamyException($"{game.Recipe.Model} makes items of latent vectors without styles: there is no w to search; search z");
        _styles = _generator.Styles is { } space && _options.Space != LatentSpace.Z ? new StyleCoordinates(space, _generator, game.Parts.Average, _options) : null;
        _searched = _styles?.Generator ?? _generator;
        GeneratorFunction make = _styles is null ? game.Parts.Generator! : _styles.Make;
        var search = new LatentSearch(_searched.Prior, Loss) { Steps = _options.Steps, LearningRate = _options.LearningRate };
        _search = new LatentDescent(search, inputs, batch, game.Parts.Average, draws: false);
        _move = _search.Programs.Single();

        IReadOnlyList<Tensor> Loss(ForwardContext context, IReadOnlyList<Tensor> given, Tensor latent)
        {
            Tensor made = make(context, latent, given.Count > 1 ? given[1] : null);
            Tensor error = (made.Reshape(batch, length) - given[0].BroadcastTo([batch, length])).Square().Mean(1);
            return _searched.Prior.Distribution == LatentDistribution.Normal ? [error, latent.Square().Mean(1) * _options.PriorWeight] : [error];
        }
    }

    /// <summary>Brings a picture to the shape of a generator's items, as a folder's data set does: the square in its middle, resized.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="item">[channels, height, width] with one channel or three, or four with alpha.</param>
    /// <param name="background">The grey that a transparent picture is laid on.</param>
    /// <returns>Its values in [-1, 1], channels first.</returns>
    /// <exception cref="ArgumentException">The items are no pictures.</exception>
    public static float[] Fit(Image image, Shape item, byte background = byte.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (item.Rank != 3 || item[0] is not (1 or 3 or 4))
            throw new ArgumentException($"Items of {item} are no pictures.", nameof(item));
        Image fit = new PictureShape(item[2], item[1], PictureFit.Crop, background).Bring(ChannelConversion.ToChannels(image, item[0], background));
        var planes = new byte[fit.Pixels.Length];
        fit.CopyToPlanes(planes);
        var values = new float[planes.Length];
        PixelConversion.ToFloats(planes, values);
        return values;
    }

    /// <summary>Finds the latent vector of an item.</summary>
    /// <param name="item">The values of the item, in [-1, 1].</param>
    /// <param name="progress">Is told the moves done and the smallest error of a search.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The item has another number of values.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Projection Find(ReadOnlySpan<float> item, Action<int, double>? progress = null, CancellationToken cancellationToken = default)
    {
        if (item.Length != _generator.Item.Count)
            throw new ArgumentException($"{item.Length} values are no item of {_generator.Item}.", nameof(item));
        (float[] begun, int[] labels) = Begin(item);
        _search.Begin(begun, _options.Seed ?? _generator.Seed);
        item.CopyTo(_move.Input(ItemInput).AsSpan<float>());
        if (labels.Length > 0 && _move.InputNames.Contains(LabelsInput))
            labels.CopyTo(_move.Input(LabelsInput).AsSpan<int>());
        for (int step = 0; step < _options.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _search.Move(step);
            progress?.Invoke(step + 1, Smallest(_search.Errors));
        }

        // The beginnings compete too, so that the result is never farther than the nearest sample.
        return Best(item, [.. _search.Latents.AsSpan<float>(), .. begun], [.. labels, .. labels]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _search.Dispose();
        _styles?.Dispose();
    }

    /// <summary>The nearest of many samples, one for each search.</summary>
    private (float[] Latents, int[] Labels) Begin(ReadOnlySpan<float> item)
    {
        int size = _generator.Prior.Size;
        Samples samples = _generator.Sample(_options.Candidates, _options.Seed, label: _options.Label);
        float[] latents = _generator.Latents(_options.Candidates, _options.Seed);
        var errors = new double[samples.Count];
        for (int at = 0; at < errors.Length; at++)
            errors[at] = Error(samples.ValuesOf(at), item);
        int[] nearest = [.. Enumerable.Range(0, errors.Length).OrderBy(at => errors[at]).Take(_options.Restarts)];
        float[] begun = [.. nearest.SelectMany(at => latents.AsSpan(at * size, size).ToArray())];
        return (
            _styles?.Of(begun) ?? begun,
            _generator.Classes == 0 ? [] : [.. nearest.Select(at => samples.Labels[at])]);
    }

    private Projection Best(ReadOnlySpan<float> item, float[] latents, int[] labels)
    {
        int size = _searched.Prior.Size;
        Samples found = _searched.Generate(latents, labels, _options.Seed);
        int best = 0;
        double least = double.PositiveInfinity, beginning = double.PositiveInfinity;
        for (int at = 0; at < found.Count; at++)
        {
            double error = Error(found.ValuesOf(at), item);
            if (error < least)
                (best, least) = (at, error);
            if (at >= _options.Restarts)
                beginning = Math.Min(beginning, error);
        }

        var made = new Samples(found.Item, found.ValuesOf(best).ToArray()) { Labels = labels.Length == 0 ? [] : [labels[best]] };
        float[] vector = latents[(best * size)..((best + 1) * size)];
        return new Projection(_styles?.StyleOf(vector) ?? vector, made, least, beginning);
    }

    private static double Smallest(ReadOnlySpan<float> errors)
    {
        float smallest = float.PositiveInfinity;
        foreach (float error in errors)
            smallest = Math.Min(smallest, error);
        return smallest;
    }

    private static double Error(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
            sum += ((double)one[i] - other[i]) * ((double)one[i] - other[i]);
        return sum / one.Length;
    }
}
