namespace Belamy.Metrics;

/// <summary>
/// Logistic regression: the weights w and the bias b that minimize Σ ln(1 + exp(-y (w·x + b))) + ½‖w‖² with y of -1 and 1, found by
/// L-BFGS (Liu and Nocedal 1989). The function is convex, so there is one answer.
/// </summary>
internal sealed class LogisticRegression
{
    private const int Memory = 10;
    private const int MostRounds = 300;
    private const double Enough = 1e-6;

    // Certain, where rows are all of one kind and no finite bias is the best.
    private const double Certain = 40;

    private readonly double[] _weights;

    private LogisticRegression(double[] weights) => _weights = weights;

    /// <summary>Fits the weights.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="rows">Those that are learned from.</param>
    /// <param name="isPositive">Whether each vector is of the kind to be recognized.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static LogisticRegression Fit(TableVectors vectors, IReadOnlyList<int> rows, bool[] isPositive, CancellationToken cancellationToken = default)
    {
        var weights = new double[vectors.Length + 1];
        int positive = rows.Count(row => isPositive[row]);
        if (positive == 0 || positive == rows.Count)
        {
            weights[^1] = positive == 0 ? -Certain : Certain;
            return new LogisticRegression(weights);
        }

        Minimize(weights, gradient => Loss(vectors, rows, isPositive, weights, gradient), Enough * rows.Count, cancellationToken);
        return new LogisticRegression(weights);
    }

    /// <summary>The log-odds that a vector is of the kind to be recognized.</summary>
    public double Score(TableVectors vectors, int row) => vectors.Product(row, _weights) + _weights[^1];

    /// <summary>The loss at the weights, and its gradient.</summary>
    private static double Loss(TableVectors vectors, IReadOnlyList<int> rows, bool[] isPositive, double[] weights, double[] gradient)
    {
        Array.Clear(gradient);
        double loss = 0;
        for (int at = 0; at < weights.Length - 1; at++)
        {
            loss += weights[at] * weights[at] / 2;
            gradient[at] = weights[at];
        }

        foreach (int row in rows)
        {
            double score = vectors.Product(row, weights) + weights[^1];
            double margin = isPositive[row] ? score : -score;
            // ln(1 + exp(-m)) without overflow.
            loss += margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin;
            double slope = (isPositive[row] ? -1 : 1) / (1 + Math.Exp(margin));
            vectors.Add(row, slope, gradient);
            gradient[^1] += slope;
        }

        return loss;
    }

    private static void Minimize(double[] weights, Func<double[], double> loss, double enough, CancellationToken cancellationToken)
    {
        var gradient = new double[weights.Length];
        var steps = new List<(double[] Step, double[] Change, double Curvature)>();
        double now = loss(gradient);
        for (int round = 0; round < MostRounds && gradient.Max(Math.Abs) > enough; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] direction = Direction(gradient, steps);
            double slope = Dot(direction, gradient);
            double[] before = [.. weights], gradientBefore = [.. gradient];
            double length = steps.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(Dot(gradient, gradient))) : 1, next = double.NaN;
            // Armijo's rule. A length too small to see says that rounding is all that is left.
            for (; length > 1e-12; length /= 2)
            {
                for (int at = 0; at < weights.Length; at++)
                    weights[at] = before[at] + length * direction[at];
                next = loss(gradient);
                if (next <= now + 1e-4 * length * slope)
                    break;
            }

            if (length <= 1e-12)
            {
                before.CopyTo(weights, 0);
                return;
            }

            double[] step = [.. weights.Zip(before, (one, other) => one - other)], change = [.. gradient.Zip(gradientBefore, (one, other) => one - other)];
            double curvature = Dot(step, change);
            if (curvature > 1e-14)
                steps.Add((step, change, curvature));
            if (steps.Count > Memory)
                steps.RemoveAt(0);
            now = next;
        }
    }

    /// <summary>The two loops of L-BFGS: -H g by the steps kept.</summary>
    private static double[] Direction(double[] gradient, List<(double[] Step, double[] Change, double Curvature)> steps)
    {
        double[] direction = Array.ConvertAll(gradient, slope => -slope);
        var shares = new double[steps.Count];
        for (int at = steps.Count - 1; at >= 0; at--)
        {
            shares[at] = Dot(steps[at].Step, direction) / steps[at].Curvature;
            Add(direction, -shares[at], steps[at].Change);
        }

        if (steps.Count > 0)
        {
            double scale = steps[^1].Curvature / Dot(steps[^1].Change, steps[^1].Change);
            for (int at = 0; at < direction.Length; at++)
                direction[at] *= scale;
        }

        for (int at = 0; at < steps.Count; at++)
            Add(direction, shares[at] - Dot(steps[at].Change, direction) / steps[at].Curvature, steps[at].Step);
        return direction;
    }

    private static double Dot(double[] first, double[] second)
    {
        double sum = 0;
        for (int at = 0; at < first.Length; at++)
            sum += first[at] * second[at];
        return sum;
    }

    private static void Add(double[] sum, double factor, double[] values)
    {
        for (int at = 0; at < sum.Length; at++)
            sum[at] += factor * values[at];
    }
}
