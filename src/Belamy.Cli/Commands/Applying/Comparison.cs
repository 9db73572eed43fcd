using System.Globalization;
using Belamy.Cli.Terminal;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Metrics;

namespace Belamy.Cli.Commands;

/// <summary>How near pictures come to those that they should be, a line for each and their means; beside bicubic enlargement where they are enlarged.</summary>
internal sealed class Comparison
{
    private readonly string _truth;
    private readonly int _factor;
    private readonly List<(string Name, PictureFidelity Made, PictureFidelity? Bicubic)> _rows = [];
    private readonly List<string> _missing = [];

    private Comparison(string truth, int factor) => (_truth, _factor) = (truth, factor);

    /// <summary>Compares with a picture, or with those of a folder.</summary>
    /// <exception cref="BelamyException">There is no such file or folder, or the function makes no pictures.</exception>
    public static Comparison With(string truth, Function function)
    {
        if (function.Gives.Kind is not Pictures)
            throw new BelamyException($"--truth {truth}: {function} makes no pictures to compare with others; leave it out");
        if (!Path.Exists(truth))
            throw new BelamyException($"--truth {truth}: there is no such file or folder");
        return new Comparison(truth, function.AnySize?.Factor ?? 1);
    }

    /// <summary>Compares one picture.</summary>
    /// <param name="name">The name of what it was made of.</param>
    /// <param name="made">The picture.</param>
    /// <param name="small">What was enlarged, where it was.</param>
    /// <exception cref="BelamyException">The true one cannot be read, or has another size.</exception>
    public void Add(string name, Image made, Image? small = null)
    {
        if (Find(name) is not { } file)
        {
            _missing.Add(name);
            return;
        }

        Image truth = Image.Load(file);
        // The border, of which a part is guessed, is left out, as publications do: a pixel of the small picture.
        int border = _factor > 1 ? _factor : 0;
        if ((truth.Width, truth.Height) != (made.Width, made.Height))
            throw new BelamyException($"{file}: is {truth.Width}×{truth.Height}, and {name} became {made.Width}×{made.Height}; give the pictures that the inputs were made of");
        if (Math.Min(made.Width, made.Height) <= 2 * border)
            throw new BelamyException($"{file}: nothing is left of {truth.Width}×{truth.Height} pixels without a border of {border}; leave it out");
        _rows.Add((name, PictureFidelity.Between(truth, made, border),
            small is null ? null : PictureFidelity.Between(truth, Resampling.Resize(small, made.Width, made.Height, ResampleFilter.Bicubic), border)));
    }

    /// <summary>Prints the lines.</summary>
    public void Print(TextWriter output)
    {
        if (_rows.Count > 0)
        {
            bool isEnlarged = _rows[0].Bicubic is not null;
            List<string[]> lines = [isEnlarged ? ["", "PSNR", "SSIM", "bicubic", ""] : ["", "PSNR", "SSIM"]];
            lines.AddRange(_rows.Select(row => Line(Printable.Text(row.Name), row.Made, row.Bicubic)));
            if (_rows.Count > 1)
                lines.Add(Line("mean", PictureFidelity.Mean([.. _rows.Select(row => row.Made)]), isEnlarged ? PictureFidelity.Mean([.. _rows.Select(row => row.Bicubic!.Value)]) : null));
            AlignedColumns.Write(output, lines, "  ");
        }

        if (_missing.Count > 0)
            output.WriteLine($"{_truth} has no picture called {Printable.Text(_missing[0])}{(_missing.Count > 1 ? $", nor {Quantity.Count(_missing.Count - 1)} of the others" : "")}");

        static string[] Line(string name, PictureFidelity made, PictureFidelity? bicubic) =>
            bicubic is { } other ? [name, Decibels(made), Similarity(made), Decibels(other), Similarity(other)] : [name, Decibels(made), Similarity(made)];

        static string Decibels(PictureFidelity fidelity) => fidelity.SignalToNoise.ToString("0.00", CultureInfo.InvariantCulture) + " dB";

        static string Similarity(PictureFidelity fidelity) => fidelity.Similarity.ToString("0.0000", CultureInfo.InvariantCulture);
    }

    private string? Find(string name)
    {
        if (!Directory.Exists(_truth))
            return _truth;
        string exact = Path.Combine(_truth, name), stem = Path.GetFileNameWithoutExtension(name);
        return File.Exists(exact) ? exact : Directory.EnumerateFiles(_truth).Where(file => Path.GetFileNameWithoutExtension(file) == stem).Order(StringComparer.Ordinal).FirstOrDefault();
    }
}
