using System.Security.Cryptography;
using System.Text;
using Belamy.Data.Kinds;
using Belamy.Imaging;

namespace Belamy.Data;

/// <summary>Pairs made of one set of pictures, to learn to enlarge them: <c>input</c> is the picture shrunk, <c>target</c> the picture.</summary>
/// <remarks>Shrunk by a bicubic filter that is widened by the factor, so that nothing aliases, when it is asked for: no second set is held.</remarks>
public static class ShrunkenPictures
{
    /// <summary>Makes the pairs.</summary>
    /// <param name="pictures">The pictures; their classes come along.</param>
    /// <param name="factor">How many times less high and wide the input is, at least 2.</param>
    /// <exception cref="BelamyException">These are no pictures, or their sides are no multiples of the factor.</exception>
    public static FieldedDataset Pair(Dataset pictures, int factor)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 2);
        Column[] main = [.. pictures.Columns.Where(column => column.Field.Kind is Pictures)];
        if (main is not [{ Field.Kind: Pictures large } whole])
            throw new BelamyException($"{pictures.Name}: holds {string.Join(", ", pictures.Columns.Select(column => column.Field.Kind.Description))}, and pairs to enlarge pictures are made of one set of pictures; choose others, see belamy data");
        if (large.Height % factor != 0 || large.Width % factor != 0)
            throw new BelamyException($"{pictures.Name}: pictures of {large.Width}×{large.Height} cannot be shrunk to 1/{factor}; give --size {Math.Max(1, large.Width / factor) * factor}x{Math.Max(1, large.Height / factor) * factor}");
        var rows = new Rows(pictures.Name, whole.Rows.Count);
        Pictures small = large with { Height = large.Height / factor, Width = large.Width / factor };
        return new FieldedDataset(
            pictures.Name,
            "target",
            [
                new Shrunken(new Field("input", small), rows, whole, large),
                new Same(new Field("target", large), rows, whole),
                .. pictures.Columns.Where(column => column.Field is { Name: DatasetColumns.ClassName, Kind: Classes } && column.Rows == whole.Rows).Select(column => new Same(column.Field, rows, column)),
            ])
        {
            LeftOut = pictures switch { PictureFolder folder => folder.LeftOut, FieldedDataset several => several.LeftOut, _ => [] },
        };
    }

    /// <summary>Shrinks a picture as the inputs of such pairs are.</summary>
    /// <param name="picture">The picture; what is left of its sides beyond a multiple of the factor is cut off.</param>
    /// <param name="factor">The factor, at least 1.</param>
    public static Image Shrink(Image picture, int factor)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        (int width, int height) = (Math.Max(1, picture.Width / factor), Math.Max(1, picture.Height / factor));
        if (picture.Width % factor == 0 && picture.Height % factor == 0)
            return Resampling.Resize(picture, width, height, ResampleFilter.Bicubic);
        var cut = new Image(Math.Min(width * factor, picture.Width), Math.Min(height * factor, picture.Height), picture.Channels);
        for (int y = 0; y < cut.Height; y++)
            picture.Row(y)[..(cut.Width * cut.Channels)].CopyTo(cut.Row(y));
        return Resampling.Resize(cut, width, height, ResampleFilter.Bicubic);
    }

    /// <summary>How often pictures are to be doubled to become as large as others.</summary>
    /// <param name="small">What is given.</param>
    /// <param name="large">What is to be made.</param>
    /// <exception cref="BelamyException">No number of doublings, at least one, does it.</exception>
    public static int Doublings(Pictures small, Pictures large)
    {
        ArgumentNullException.ThrowIfNull(small);
        ArgumentNullException.ThrowIfNull(large);
        int doublings = 0;
        while (small.Height << doublings < large.Height)
            doublings++;
        return doublings > 0 && small.Height << doublings == large.Height && small.Width << doublings == large.Width
            ? doublings
            : throw new BelamyException($"pictures are doubled once or more, and no doubling brings {small.Width}×{small.Height} to {large.Width}×{large.Height}; choose others, see belamy data");
    }

    /// <summary>Another column under another name.</summary>
    private sealed class Same(Field field, Rows rows, Column source) : Column(field, rows)
    {
        public override string Fingerprint => source.Fingerprint;

        public override void Read(int item, Span<float> destination) => source.Read(item, destination);
    }

    private sealed class Shrunken(Field field, Rows rows, Column source, Pictures large) : Column(field, rows)
    {
        public override string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source.Fingerprint} shrunk to {Field.Kind.Shape}")));

        public override void Read(int item, Span<float> destination)
        {
            var values = new float[large.Shape.Count];
            source.Read(item, values);
            var small = (Pictures)Field.Kind;
            small.ToItem(Resampling.Resize(large.ToImage(values), small.Width, small.Height, ResampleFilter.Bicubic)).CopyTo(destination);
        }
    }
}
