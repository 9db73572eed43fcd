using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>Holes in pictures, drawn within a step: a fresh one for every item, the same ones for the same seed.</summary>
public static class Holes
{
    private const string Stream = "holes";
    private const int Pieces = 6;

    // A stroke as broad as an eighth of the picture; pieces as long as a fifth to two fifths of it.
    private const double Brush = 1.0 / 16, Shortest = 0.2, Turn = 2;

    /// <summary>Draws a hole for each item of a batch.</summary>
    /// <param name="context">Draws the random numbers.</param>
    /// <param name="shape">Where they are to be.</param>
    /// <param name="batch">Number of items.</param>
    /// <param name="height">Rows of a picture, at least 4.</param>
    /// <param name="width">Pixels in a row, at least 4.</param>
    /// <returns>[batch, 1, height, width]: 1 in a hole, 0 elsewhere.</returns>
    public static Tensor Draw(ForwardContext context, HoleShape shape, int batch, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(context);
        Tensor y = Tensor.Iota([batch, 1, height, width], 2, ElementType.Float32), x = Tensor.Iota([batch, 1, height, width], 3, ElementType.Float32);
        return shape switch
        {
            HoleShape.Anywhere => Anywhere(Numbers(4)),
            HoleShape.Strokes => Strokes(Numbers(3 + (2 * Pieces))),
            HoleShape.Half => Half(Numbers(1)),
            _ => Within(y, height / 4, height / 4 + height / 2) * Within(x, width / 4, width / 4 + width / 2),
        };

        // Each [batch, 1, 1, 1], in [0, 1).
        Tensor[] Numbers(int count)
        {
            Tensor drawn = context.RandomUniform(Stream, [batch, count]);
            return [.. Enumerable.Range(0, count).Select(at => drawn.Slice(1, at, 1).Reshape(batch, 1, 1, 1))];
        }

        Tensor Anywhere(Tensor[] numbers)
        {
            (Tensor top, Tensor below) = Side(numbers[0], numbers[1], height);
            (Tensor left, Tensor right) = Side(numbers[2], numbers[3], width);
            return Inside(y, top, below) * Inside(x, left, right);
        }

        Tensor Half(Tensor[] numbers)
        {
            Tensor upper = Within(y, 0, height / 2), left = Within(x, 0, width / 2);
            Tensor across = Tensor.Select(numbers[0] < 0.25, upper, 1 - upper), along = Tensor.Select(numbers[0] < 0.75, left, 1 - left);
            return Tensor.Select(numbers[0] < 0.5, across, along);
        }

        Tensor Strokes(Tensor[] numbers)
        {
            Tensor fromY = numbers[0] * (height - 1), fromX = numbers[1] * (width - 1), direction = numbers[2] * (2 * Math.PI);
            Tensor inside = Tensor.Zeros([batch, 1, height, width]);
            double radius = Math.Max(1, Brush * Math.Min(height, width));
            for (int piece = 0; piece < Pieces; piece++)
            {
                Tensor length = (numbers[3 + (2 * piece)] + 1) * (Shortest * Math.Min(height, width));
                direction += (numbers[4 + (2 * piece)] - 0.5) * (2 * Turn);
                // A stroke that would leave the picture goes along its border.
                Tensor toY = (fromY + (direction.Sin() * length)).Clamp(0, height - 1), toX = (fromX + (direction.Cos() * length)).Clamp(0, width - 1);
                Tensor down = toY - fromY, across = toX - fromX;
                Tensor along = ((((y - fromY) * down) + ((x - fromX) * across)) / (down.Square() + across.Square()).Max(1e-6)).Clamp(0, 1);
                Tensor distance = (y - fromY - (along * down)).Square() + (x - fromX - (along * across)).Square();
                inside = Tensor.Max(inside, (distance < (radius * radius) + 0.25).Cast(ElementType.Float32));
                (fromY, fromX) = (toY, toX);
            }

            return inside;
        }
    }

    /// <summary>A quarter to half of a side, anywhere along it: its first pixel, and the first behind it.</summary>
    private static (Tensor First, Tensor End) Side(Tensor size, Tensor place, int pixels)
    {
        int least = pixels / 4, most = pixels / 2;
        Tensor length = (size * (most - least + 1)).Floor() + least;
        Tensor first = (place * (pixels + 1 - length)).Floor();
        return (first, first + length);
    }

    private static Tensor Within(Tensor at, int first, int end) => Inside(at, Tensor.Constant(first, [1, 1, 1, 1]), Tensor.Constant(end, [1, 1, 1, 1]));

    private static Tensor Inside(Tensor at, Tensor first, Tensor end) => (at > first - 0.5).Cast(ElementType.Float32) * (at < end - 0.5).Cast(ElementType.Float32);
}
