using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;

namespace Belamy;

/// <summary>A function of a trained system in use: <c>Gan.Open("runs/facades")["translate"].Apply(picture)</c>.</summary>
/// <remarks>One item alone goes through a program of its own, which gives what it gives among others but for the rounding of sums.</remarks>
public sealed class TrainedFunction : IDisposable
{
    private readonly Lazy<Runner> _one, _many, _said;
    private readonly Lazy<PictureRunner> _anySize;
    private readonly Lazy<PictureOverlay> _overlay;
    private readonly Lazy<PictureChange> _change;
    private readonly long _seed;

    internal TrainedFunction(Function function, long seed)
    {
        Function = function;
        _seed = seed;
        _one = new(() => new Runner(function, items: 1));
        _many = new(() => new Runner(function));
        _anySize = new(() => new PictureRunner(function));
        _said = new(() => new Runner(function.Change!.Of, items: 1));
        _change = new(() => new PictureChange((Pictures)function.Takes[0].Kind, (Pictures)function.Gives.Kind, (int)function.Change!.Of.Gives.Kind.Shape.Count, function.Change.Apply));
        _overlay = new(() => new PictureOverlay((Pictures)function.Takes[0].Kind, (Pictures)function.Gives.Kind, function.Overlay!));
    }

    /// <summary>What it takes and gives.</summary>
    public Function Function { get; }

    /// <summary>
    /// Applies it to a picture of any size: as it is where the function takes pictures of any size
    /// (<see cref="Function.AnySize"/>, <see cref="Function.Change"/>), else brought to the size that it was trained on. What was made there is laid over the part of
    /// the picture that was seen where the function tells how (<see cref="Function.Overlay"/>), else it stays of that size.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="seed">Decides what it draws at random; that of the run when left out.</param>
    /// <param name="progress">Is told now and then the share that is done.</param>
    /// <param name="cancellationToken">Ends the work on a large picture early.</param>
    /// <returns>What it makes of it.</returns>
    /// <exception cref="BelamyException">It does not make pictures of pictures, or what it would make is too large.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Image Apply(Image picture, long? seed = null, Action<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (Function is not { Takes: [{ Kind: Pictures taken }], Gives.Kind: Pictures given })
            throw new BelamyException($"{Function}: makes no pictures of pictures; apply it to values");
        if (Function.Change is not null)
            return _change.Value.Apply(picture, _said.Value.Run([taken.ToItem(picture)], seed ?? _seed, cancellationToken: cancellationToken), cancellationToken);
        if (Function.AnySize is not { } sizes)
        {
            Image small = given.ToImage(_one.Value.Run([taken.ToItem(picture)], seed ?? _seed, cancellationToken: cancellationToken));
            return Function.Overlay is null || (picture.Width, picture.Height) == (small.Width, small.Height) ? small : _overlay.Value.Lay(picture, small, cancellationToken);
        }

        (long height, long width) = ((long)picture.Height * sizes.Factor, (long)picture.Width * sizes.Factor);
        if (height * width * given.Channels > Array.MaxLength)
            throw new BelamyException($"{Function}: a picture of {picture.Width}×{picture.Height} would become one of {width}×{height}, more than a file is written of; apply it to parts of the picture");
        var made = new Image((int)width, (int)height, given.Channels);
        float[] values = (taken with { Height = picture.Height, Width = picture.Width }).ToItem(picture);
        _anySize.Value.Run(values, picture.Height, picture.Width, (top, left, rows, columns, part) => Place(made, top, left, (given with { Height = rows, Width = columns }).ToImage(part)), seed ?? _seed, progress, cancellationToken);
        return made;
    }

    /// <summary>
    /// Fills a hole of a picture of any size: what is made at the size that was trained on is enlarged into the hole, by Poisson's
    /// equation so that no seam shows, and all other pixels stay as they are, to the bit.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="mask">As wide and high, or of the same proportions: light where the hole is.</param>
    /// <param name="seed">Decides what it draws at random; that of the run when left out.</param>
    /// <returns>The picture, in the channels that the function makes.</returns>
    /// <exception cref="BelamyException">It fills no holes of pictures, or the hole lies outside the part of the picture that it sees.</exception>
    public Image Apply(Image picture, Image mask, long? seed = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(mask);
        if (Function is not { Takes: [{ Kind: Pictures taken }, { Kind: Masks hole }], Gives.Kind: Pictures given } || taken.Shape != given.Shape)
            throw new BelamyException($"{Function}: fills no holes of pictures; apply it to values");
        float[] madeHole = hole.ToItem(mask);
        Image made = given.ToImage(_one.Value.Run([taken.ToItem(picture), madeHole], seed ?? _seed));
        return HolePatch.Put(picture, Masks.Sharpen(mask), made, madeHole, taken);
    }

    /// <summary>
    /// Puts a part of one picture into another of any size: what is made at the size that was trained on grows to the size of the
    /// background, doubled from level to level (<see cref="Function.Level"/>).
    /// </summary>
    /// <param name="picture">The background; its middle part is taken where it has other proportions than what was trained on.</param>
    /// <param name="image">The picture with the part, at the place where it is to be; brought to the size of the background.</param>
    /// <param name="mask">As wide and high as the background, or of the same proportions: light where the part is.</param>
    /// <param name="seed">Decides what it draws at random; that of the run when left out.</param>
    /// <returns>As wide and high as what is seen of the background.</returns>
    /// <exception cref="BelamyException">It puts no pictures into others.</exception>
    public Image Apply(Image picture, Image image, Image mask, long? seed = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        if (Function is not { Takes: [{ Kind: Pictures taken }, { Kind: Pictures other }, { Kind: Masks marked }], Gives.Kind: Pictures given, Level: { } level } || taken.Shape != given.Shape)
            throw new BelamyException($"{Function}: puts no part of a picture into another; apply it to values");
        Image made = given.ToImage(_one.Value.Run([taken.ToItem(picture), other.ToItem(image), marked.ToItem(mask)], seed ?? _seed));
        return PictureLevels.Rise(taken, picture, image, mask, made, level.Invoke);
    }

    /// <summary>Applies it to items.</summary>
    /// <param name="inputs">The values of each field that it takes, items one behind the other.</param>
    /// <returns>The values of what it gives, items one behind the other.</returns>
    /// <exception cref="ArgumentException">The values are not as many whole items of each field.</exception>
    public float[] Apply(params IReadOnlyList<ReadOnlyMemory<float>> inputs)
    {
        bool isOne = inputs is [var first, ..] && first.Length == Function.Takes[0].Kind.Shape.Count;
        return (isOne ? _one : _many).Value.Run(inputs, _seed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<Runner> runner in new[] { _one, _many, _said })
        {
            if (runner.IsValueCreated)
                runner.Value.Dispose();
        }

        if (_anySize.IsValueCreated)
            _anySize.Value.Dispose();
        if (_overlay.IsValueCreated)
            _overlay.Value.Dispose();
        if (_change.IsValueCreated)
            _change.Value.Dispose();
    }

    private static void Place(Image whole, int top, int left, Image part)
    {
        for (int y = 0; y < part.Height; y++)
            part.Row(y).CopyTo(whole.Row(top + y)[(left * whole.Channels)..]);
    }
}
