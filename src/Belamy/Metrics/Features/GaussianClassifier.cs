using Belamy.Data;

namespace Belamy.Metrics;

/// <summary>Naive Bayes with a Gaussian for each class and value, its variance raised by 10⁻⁹ of the greatest of all values.</summary>
internal static class GaussianClassifier
{
    /// <summary>ln p(x, y) for every class.</summary>
    /// <param name="data">Labelled items that the moments and the shares of the classes are taken from.</param>
    /// <param name="items">Items x, one behind the other.</param>
    /// <returns>[items, classes].</returns>
    public static float[] LogJoint(Dataset data, float[] items)
    {
        (int length, int classes) = (data.ItemLength, data.ClassNames.Count);
        // One more row holds the moments of all classes together.
        var count = new double[classes + 1];
        var (sum, square) = (new double[(classes + 1) * length], new double[(classes + 1) * length]);
        var item = new float[length];
        for (int at = 0; at < data.Count; at++)
        {
            data.Read(at, item);
            foreach (int row in (ReadOnlySpan<int>)[data.Labels[at], classes])
            {
                count[row]++;
                for (int pixel = 0; pixel < length; pixel++)
                {
                    sum[(row * length) + pixel] += item[pixel];
                    square[(row * length) + pixel] += (double)item[pixel] * item[pixel];
                }
            }
        }

        double Variance(int row, int pixel) => (square[(row * length) + pixel] / count[row]) - Math.Pow(sum[(row * length) + pixel] / count[row], 2);
        double floor = 1e-9 * Enumerable.Range(0, length).Max(pixel => Variance(classes, pixel));
        var joint = new float[items.Length / length * classes];
        for (int row = 0; row < classes; row++)
        {
            double[] variance = [.. Enumerable.Range(0, length).Select(pixel => Math.Max(0, Variance(row, pixel)) + floor)];
            double constant = Math.Log(count[row] / count[classes]) - (0.5 * variance.Sum(value => Math.Log(2 * Math.PI * value)));
            for (int at = 0; at < items.Length / length; at++)
            {
                double distance = 0;
                for (int pixel = 0; pixel < length; pixel++)
                {
                    double difference = items[(at * length) + pixel] - (sum[(row * length) + pixel] / count[row]);
                    distance += difference * difference / variance[pixel];
                }

                joint[(at * classes) + row] = (float)(constant - (0.5 * distance));
            }
        }

        return joint;
    }
}
