namespace Belamy.Latent;

/// <summary>Eigenvalues and eigenvectors of small symmetric matrices, by Jacobi's rotations (1846).</summary>
internal static class SymmetricMatrix
{
    private const int MostSweeps = 60;

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">Symmetric; destroyed.</param>
    /// <returns>The eigenvalues from the largest down, each with its eigenvector of length 1.</returns>
    public static (double Value, double[] Vector)[] Decompose(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        var vectors = new double[size, size];
        for (int i = 0; i < size; i++)
            vectors[i, i] = 1;
        double rotated = 1;
        for (int sweep = 0; rotated > 0 && sweep < MostSweeps; sweep++)
        {
            rotated = 0;
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    if (Math.Abs(matrix[p, q]) <= 1e-15 * Math.Sqrt(Math.Abs(matrix[p, p] * matrix[q, q])))
                        continue;
                    rotated++;
                    double theta = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q]);
                    double tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
                    double cosine = 1 / Math.Sqrt((tangent * tangent) + 1), sine = tangent * cosine;
                    for (int k = 0; k < size; k++)
                        (matrix[k, p], matrix[k, q]) = ((cosine * matrix[k, p]) - (sine * matrix[k, q]), (sine * matrix[k, p]) + (cosine * matrix[k, q]));
                    for (int k = 0; k < size; k++)
                        (matrix[p, k], matrix[q, k]) = ((cosine * matrix[p, k]) - (sine * matrix[q, k]), (sine * matrix[p, k]) + (cosine * matrix[q, k]));
                    for (int k = 0; k < size; k++)
                        (vectors[k, p], vectors[k, q]) = ((cosine * vectors[k, p]) - (sine * vectors[k, q]), (sine * vectors[k, p]) + (cosine * vectors[k, q]));
                }
            }
        }

        return [.. Enumerable.Range(0, size)
            .Select(at => (Value: matrix[at, at], Vector: Enumerable.Range(0, size).Select(k => vectors[k, at]).ToArray()))
            .OrderByDescending(pair => pair.Value)];
    }
}
