using Belamy.Serialization;

namespace Belamy.Reports.TensorBoard;

/// <summary>What TensorBoard shows under one name and step: numbers, pictures, histograms, texts. The numbers of fields are those of its <c>summary.proto</c>.</summary>
internal sealed class Summary
{
    private const int Buckets = 40;
    private const int Text = 7;
    private readonly MessageWriter _values = new();

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => _values.Length == 0;

    /// <summary>Adds a number.</summary>
    public void AddNumber(string name, double number)
    {
        MessageWriter value = Named(name);
        value.Add(2, (float)number);
        _values.Add(1, value);
    }

    /// <summary>Adds a picture that is encoded as PNG.</summary>
    public void AddPicture(string name, byte[] png, int width, int height, int channels)
    {
        var picture = new MessageWriter();
        picture.Add(1, height);
        picture.Add(2, width);
        picture.Add(3, channels);
        picture.Add(4, (ReadOnlyMemory<byte>)png);
        MessageWriter value = Named(name);
        value.Add(4, picture);
        _values.Add(1, value);
    }

    /// <summary>Adds how numbers are distributed: their counts in ranges of equal width. What is not finite is left out.</summary>
    public void AddHistogram(string name, ReadOnlySpan<float> numbers)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity, sum = 0, squares = 0;
        long count = 0;
        foreach (float number in numbers)
        {
            if (!float.IsFinite(number))
                continue;
            (low, high) = (Math.Min(low, number), Math.Max(high, number));
            sum += number;
            squares += (double)number * number;
            count++;
        }

        if (count == 0)
            return;
        double width = high > low ? (high - low) / Buckets : 1;
        var counts = new double[Buckets];
        foreach (float number in numbers)
        {
            if (float.IsFinite(number))
                counts[Math.Min(Buckets - 1, (int)((number - low) / width))]++;
        }

        var histogram = new MessageWriter();
        histogram.Add(1, low);
        histogram.Add(2, high);
        histogram.Add(3, (double)count);
        histogram.Add(4, sum);
        histogram.Add(5, squares);
        histogram.AddPacked(6, [.. Enumerable.Range(1, Buckets).Select(at => low + (at * width))]);
        histogram.AddPacked(7, counts);
        MessageWriter value = Named(name);
        value.Add(5, histogram);
        _values.Add(1, value);
    }

    /// <summary>Adds a text in Markdown.</summary>
    public void AddText(string name, string markdown)
    {
        var plugin = new MessageWriter();
        plugin.Add(1, "text");
        var metadata = new MessageWriter();
        metadata.Add(1, plugin);
        var tensor = new MessageWriter();
        tensor.Add(1, Text);
        tensor.Add(8, markdown);
        MessageWriter value = Named(name);
        value.Add(9, metadata);
        value.Add(8, tensor);
        _values.Add(1, value);
    }

    /// <summary>The event that it is.</summary>
    public MessageWriter ToEvent()
    {
        var content = new MessageWriter();
        content.Add(5, _values);
        return content;
    }

    private static MessageWriter Named(string name)
    {
        var value = new MessageWriter();
        value.Add(1, name);
        return value;
    }
}
