using Belamy.Data.Kinds;

namespace Belamy.Games;

/// <summary>Takes a part of what a function makes of a picture.</summary>
/// <param name="top">The first row of it.</param>
/// <param name="left">The first pixel of its rows.</param>
/// <param name="height">Its rows.</param>
/// <param name="width">The pixels in a row of it.</param>
/// <param name="values">[channels, height, width].</param>
internal delegate void PicturePart(int top, int left, int height, int width, ReadOnlySpan<float> values);

/// <summary>A function applied to single pictures of any size: small ones whole, large ones in tiles that overlap by as far as the function looks.</summary>
/// <remarks>
/// A tile ends where the picture ends or further from what is kept of it than the function's reach, so nothing shows where tiles
/// meet: all pixels are those of the whole picture but for the rounding of sums. Memory does not grow with the picture.
/// </remarks>
internal sealed class PictureRunner : IDisposable
{
    private readonly Function _function;
    private readonly AnySize _sizes;
    private readonly int _longest;
    // Pictures of a folder are often of one size, and tiles of large ones are.
    private (int Height, int Width, Runner Runner)? _last;

    /// <param name="function">A function with <see cref="Function.AnySize"/>.</param>
    /// <param name="longest">The longest side that goes through whole; more where the reach asks for it.</param>
    public PictureRunner(Function function, int longest = 192)
    {
        _function = function;
        _sizes = function.AnySize ?? throw new ArgumentException($"{function} takes pictures of one size.", nameof(function));
        // At least half of each side is kept.
        _longest = Math.Max(longest, 4 * Math.Max(1, _sizes.Reach));
    }

    /// <summary>Applies the function to a picture.</summary>
    /// <param name="picture">[channels, height, width].</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="place">Takes what it makes, part by part, until all is told.</param>
    /// <param name="seed">Decides what the function draws at random.</param>
    /// <param name="progress">Is told now and then the share that is done.</param>
    /// <param name="cancellationToken">Ends the work between two tiles.</param>
    public void Run(float[] picture, int height, int width, PicturePart place, long seed, Action<double>? progress, CancellationToken cancellationToken)
    {
        (int tall, int wide) = (Math.Min(height, _longest), Math.Min(width, _longest));
        Span[] rows = Cut(height, tall), columns = Cut(width, wide);
        Runner runner = RunnerFor(tall, wide);
        int channels = ((Pictures)_function.Takes[0].Kind).Channels, made = ((Pictures)_function.Gives.Kind).Channels, factor = _sizes.Factor;
        var tile = new float[channels * tall * wide];
        int done = 0;
        foreach (Span down in rows)
        {
            foreach (Span across in columns)
            {
                for (int row = 0; row < channels * tall; row++)
                {
                    (int channel, int y) = Math.DivRem(row, tall);
                    picture.AsSpan((((channel * height) + down.Start + y) * width) + across.Start, wide).CopyTo(tile.AsSpan(row * wide));
                }

                float[] whole = runner.Run([tile], seed, cancellationToken: cancellationToken);
                (int keptTall, int keptWide) = (down.Length * factor, across.Length * factor);
                var kept = new float[made * keptTall * keptWide];
                for (int row = 0; row < made * keptTall; row++)
                {
                    (int channel, int y) = Math.DivRem(row, keptTall);
                    int from = (((channel * tall * factor) + ((down.Kept - down.Start) * factor) + y) * wide * factor) + ((across.Kept - across.Start) * factor);
                    whole.AsSpan(from, keptWide).CopyTo(kept.AsSpan(row * keptWide));
                }

                place(down.Kept * factor, across.Kept * factor, keptTall, keptWide, kept);
                progress?.Invoke((double)++done / (rows.Length * columns.Length));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _last?.Runner.Dispose();

    private Runner RunnerFor(int height, int width)
    {
        if (_last is { } last && (last.Height, last.Width) == (height, width))
            return last.Runner;
        _last?.Runner.Dispose();
        _last = null;
        var runner = new Runner(_function.For(height, width), items: 1);
        _last = (height, width, runner);
        return runner;
    }

    /// <summary>Tiles of one length along a side, and what is kept of each.</summary>
    private Span[] Cut(int size, int length)
    {
        List<Span> tiles = [];
        for (int kept = 0; kept < size;)
        {
            int start = Math.Clamp(kept - _sizes.Reach, 0, size - length);
            int end = start + length == size ? size : start + length - _sizes.Reach;
            tiles.Add(new Span(start, kept, end - kept));
            kept = end;
        }

        return [.. tiles];
    }

    /// <summary>A tile along one side.</summary>
    /// <param name="Start">Where it begins.</param>
    /// <param name="Kept">Where what is kept of it begins.</param>
    /// <param name="Length">How much is kept.</param>
    private readonly record struct Span(int Start, int Kept, int Length);
}
