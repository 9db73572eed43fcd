using System.Buffers.Binary;

namespace Belamy.Imaging;

/// <summary>Writes animated GIF (GIF89a), which everything plays: of 256 colours for all pictures together, the exact ones where they have no more.</summary>
/// <remarks>
/// More colours are brought to 256 by cutting the cube that holds them at the median of its longest side, until there are as many
/// (Heckbert 1982). They are not dithered, which would flicker. Pictures are told in hundredths of a second, so that rates are met on average.
/// </remarks>
internal static class AnimatedGif
{
    private const int Colours = 256, MostCodes = 4096;

    /// <summary>Encodes an animation that begins again when it has ended.</summary>
    /// <param name="frames">The pictures, all of one size; transparent ones are laid on white.</param>
    /// <param name="framesPerSecond">From 1 to 100.</param>
    public static byte[] Encode(IReadOnlyList<Image> frames, int framesPerSecond)
    {
        int[][] pictures = [.. frames.Select(frame => ColoursOf(Resampling.Flatten(frame, byte.MaxValue)))];
        (int[] palette, Dictionary<int, byte> places) = Palette.Of(pictures);
        var gif = new MemoryStream();
        gif.Write("GIF89a"u8);
        Write16(gif, frames[0].Width, frames[0].Height);
        // A palette of 256 colours for all, whose first is the background; pixels are square.
        gif.Write([0xF7, 0, 0]);
        for (int at = 0; at < Colours; at++)
        {
            int colour = at < palette.Length ? palette[at] : 0;
            gif.Write([(byte)(colour >> 16), (byte)(colour >> 8), (byte)colour]);
        }

        gif.Write([0x21, 0xFF, 11]);
        gif.Write("NETSCAPE2.0"u8);
        // Played without end.
        gif.Write([3, 1, 0, 0, 0]);
        for (int at = 0; at < frames.Count; at++)
        {
            int delay = 100 * (at + 1) / framesPerSecond - 100 * at / framesPerSecond;
            // Left as it is, and replaced by the next.
            gif.Write([0x21, 0xF9, 4, 4]);
            Write16(gif, delay);
            gif.Write([0, 0, 0x2C]);
            Write16(gif, 0, 0, frames[0].Width, frames[0].Height);
            gif.WriteByte(0);
            WritePixels(gif, Array.ConvertAll(pictures[at], colour => places[colour]));
        }

        gif.WriteByte(0x3B);
        return gif.ToArray();
    }

    private static int[] ColoursOf(Image picture)
    {
        var colours = new int[picture.Width * picture.Height];
        for (int at = 0; at < colours.Length; at++)
        {
            ReadOnlySpan<byte> pixel = picture.Pixels.Slice(at * picture.Channels, picture.Channels);
            colours[at] = picture.Channels >= 3 ? pixel[0] << 16 | pixel[1] << 8 | pixel[2] : pixel[0] * 0x010101;
        }

        return colours;
    }

    /// <summary>Compresses by Lempel, Ziv and Welch, codes of 9 to 12 bits, in blocks of at most 255 bytes.</summary>
    private static void WritePixels(MemoryStream gif, byte[] pixels)
    {
        const int Clear = Colours, End = Clear + 1;
        var codes = new Dictionary<(int Prefix, byte Pixel), int>();
        (int next, int width) = (End + 1, 9);
        (int bits, int count) = (0, 0);
        var packed = new List<byte>();
        Put(Clear);
        int prefix = pixels[0];
        foreach (byte pixel in pixels.AsSpan(1))
        {
            if (codes.TryGetValue((prefix, pixel), out int known))
            {
                prefix = known;
                continue;
            }

            Put(prefix);
            if (next < MostCodes)
            {
                codes[(prefix, pixel)] = next;
                // The reader knows each code one later.
                if (next++ == 1 << width)
                    width++;
            }
            else
            {
                Put(Clear);
                codes.Clear();
                (next, width) = (End + 1, 9);
            }

            prefix = pixel;
        }

        Put(prefix);
        // The code after the last would be known by now.
        if (next == 1 << width && width < 12)
            width++;
        Put(End);
        if (count > 0)
            packed.Add((byte)bits);
        gif.WriteByte(8);
        foreach (byte[] block in packed.Chunk(byte.MaxValue))
        {
            gif.WriteByte((byte)block.Length);
            gif.Write(block);
        }

        gif.WriteByte(0);

        void Put(int code)
        {
            bits |= code << count;
            for (count += width; count >= 8; count -= 8, bits >>= 8)
                packed.Add((byte)bits);
        }
    }

    private static void Write16(MemoryStream gif, params ReadOnlySpan<int> values)
    {
        Span<byte> bytes = stackalloc byte[2];
        foreach (int value in values)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
            gif.Write(bytes);
        }
    }

    /// <summary>The colours of an animation and where each stands in it.</summary>
    private static class Palette
    {
        // Red, green and blue.
        private static readonly int[] Shifts = [16, 8, 0];

        public static (int[] Colours, Dictionary<int, byte> Places) Of(int[][] pictures)
        {
            (int Colour, int Count)[] counted = [.. pictures.SelectMany(colours => colours).GroupBy(colour => colour).Select(group => (group.Key, group.Count())).OrderBy(one => one.Key)];
            List<(int Colour, int Count)[]> boxes = [counted];
            while (boxes.Count < Colours && boxes.MaxBy(Weight) is { Length: > 1 } largest)
            {
                boxes.Remove(largest);
                boxes.AddRange(Cut(largest));
            }

            int[] palette = [.. boxes.Select(Mean)];
            var places = new Dictionary<int, byte>(counted.Length);
            foreach ((int colour, _) in counted)
                places[colour] = (byte)Nearest(palette, colour);
            return (palette, places);
        }

        /// <summary>How much is lost by one colour for all: none for a box of one.</summary>
        private static double Weight((int Colour, int Count)[] box) => box.Length == 1 ? 0 : (double)Longest(box).Extent * Longest(box).Extent * box.Sum(one => (long)one.Count);

        private static (int Shift, int Extent) Longest((int Colour, int Count)[] box) =>
            Shifts.Select(shift => (shift, box.Max(one => one.Colour >> shift & 0xFF) - box.Min(one => one.Colour >> shift & 0xFF))).MaxBy(side => side.Item2);

        private static (int Colour, int Count)[][] Cut((int Colour, int Count)[] box)
        {
            int shift = Longest(box).Shift;
            (int Colour, int Count)[] sorted = [.. box.OrderBy(one => one.Colour >> shift & 0xFF).ThenBy(one => one.Colour)];
            long half = sorted.Sum(one => (long)one.Count) / 2, sum = 0;
            int at = 0;
            while (at < sorted.Length - 1 && (sum += sorted[at].Count) < half)
                at++;
            at = Math.Clamp(at + 1, 1, sorted.Length - 1);
            return [sorted[..at], sorted[at..]];
        }

        private static int Mean((int Colour, int Count)[] box)
        {
            long count = box.Sum(one => (long)one.Count);
            return Shifts.Sum(shift => (int)((box.Sum(one => (long)(one.Colour >> shift & 0xFF) * one.Count) + count / 2) / count) << shift);
        }

        private static int Nearest(int[] palette, int colour)
        {
            (int best, int least) = (0, int.MaxValue);
            for (int at = 0; at < palette.Length && least > 0; at++)
            {
                int red = (palette[at] >> 16) - (colour >> 16), green = (palette[at] >> 8 & 0xFF) - (colour >> 8 & 0xFF), blue = (palette[at] & 0xFF) - (colour & 0xFF);
                int distance = red * red + green * green + blue * blue;
                if (distance < least)
                    (best, least) = (at, distance);
            }

            return best;
        }
    }
}
