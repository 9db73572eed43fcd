using System.Globalization;
using Belamy.Imaging;
using Belamy.Tensors;

namespace Belamy.Onnx;

/// <summary>Makes of a picture what a network takes, as published recipes of metrics do it.</summary>
internal sealed class PicturePreparation
{
    private readonly OnnxFeatureChoice _choice;
    private readonly Shape _item;
    private readonly int _channels;
    private readonly int _height;
    private readonly int _width;
    private readonly bool _channelsLast;
    private readonly (int Start, double[] Weights)[] _rows;
    private readonly (int Start, double[] Weights)[] _columns;

    public PicturePreparation(OnnxFeatureChoice choice, Shape item, int channels, int height, int width, bool channelsLast)
    {
        (_choice, _item, _channels, _height, _width, _channelsLast) = (choice, item, channels, height, width, channelsLast);
        _rows = Taps(item[1], height, choice.Resizing);
        _columns = Taps(item[2], width, choice.Resizing);
    }

    /// <summary>What is done, in a few words: it belongs to every figure.</summary>
    public override string ToString()
    {
        string size = _item[1] == _height && _item[2] == _width ? $"{_width}×{_height}" : $"{_choice.Resizing.ToString().ToLowerInvariant()} to {_width}×{_height}";
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string affine = (_choice.Mean.Count > 0 ? $", less {string.Join(' ', _choice.Mean.Select(value => value.ToString(invariant)))}" : "")
            + (_choice.Deviation.Count > 0 ? $", by {string.Join(' ', _choice.Deviation.Select(value => value.ToString(invariant)))}" : "");
        return string.Create(invariant, $"{size}, {_choice.Range.Low} to {_choice.Range.High}{affine}{(_choice.IsBlueFirst ? ", blue first" : "")}");
    }

    /// <summary>Prepares a picture.</summary>
    /// <param name="picture">[channels, height, width], values in [-1, 1].</param>
    /// <param name="target">What the network takes, of one picture.</param>
    public void Prepare(ReadOnlySpan<float> picture, Span<float> target)
    {
        int area = _item[1] * _item[2];
        var levels = new float[area];
        for (int channel = 0; channel < _channels; channel++)
        {
            ReadOnlySpan<float> plane = picture.Slice(_item[0] == 1 ? 0 : channel * area, area);
            for (int at = 0; at < area; at++)
                levels[at] = (float)Math.Round(Math.Clamp((plane[at] + 1) * 127.5, 0, 255));
            float[] resized = Resize(levels);
            int place = _choice.IsBlueFirst ? _channels - 1 - channel : channel;
            double mean = One(_choice.Mean, channel, 0), deviation = One(_choice.Deviation, channel, 1);
            for (int at = 0; at < resized.Length; at++)
            {
                double value = _choice.Range.Low + (Math.Clamp(resized[at], 0, 255) / 255.0 * (_choice.Range.High - _choice.Range.Low));
                target[_channelsLast ? (at * _channels) + place : (place * resized.Length) + at] = (float)((value - mean) / deviation);
            }
        }
    }

    /// <summary>A plane in the other size, levels in the scale they come in; rows first, as Pillow does.</summary>
    internal float[] Resize(ReadOnlySpan<float> levels)
    {
        int width = _item[2], height = _item[1];
        var wide = new float[height * _width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < _width; x++)
                wide[(y * _width) + x] = Sum(levels[(y * width)..], 1, _columns[x]);
        }

        var made = new float[_height * _width];
        for (int y = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++)
                made[(y * _width) + x] = Sum(wide.AsSpan(x), _width, _rows[y]);
        }

        return made;
    }

    private static float Sum(ReadOnlySpan<float> values, int stride, (int Start, double[] Weights) taps)
    {
        double sum = 0;
        for (int at = 0; at < taps.Weights.Length; at++)
            sum += values[(taps.Start + at) * stride] * taps.Weights[at];
        return (float)sum;
    }

    private static double One(IReadOnlyList<double> values, int channel, double usual) => values.Count == 0 ? usual : values[values.Count == 1 ? 0 : channel];

    /// <summary>For each new place the first old one that counts, and the weights from there on.</summary>
    private static (int Start, double[] Weights)[] Taps(int from, int to, PictureResizing resizing)
    {
        if (from == to)
            return [.. Enumerable.Range(0, to).Select(at => (at, (double[])[1]))];
        double scale = (double)from / to;
        return [.. Enumerable.Range(0, to).Select(at => resizing == PictureResizing.Bilinear ? Neighbours(from, scale, at) : ResampleTaps.Exact(ResampleFilter.Bicubic, from, 0, scale, at))];
    }

    /// <summary>The two old places beside a new one, by their distances: nothing is widened, as in the networks that do so themselves.</summary>
    private static (int, double[]) Neighbours(int from, double scale, int at)
    {
        double place = Math.Max(0, ((at + 0.5) * scale) - 0.5);
        int first = Math.Min((int)place, from - 1);
        return first == from - 1 ? (first, [1]) : (first, [1 - (place - first), place - first]);
    }
}
