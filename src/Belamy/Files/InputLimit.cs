using System.Globalization;

namespace Belamy.Files;

/// <summary>How much memory one input may take, so that a small file from a stranger cannot ask for all there is.</summary>
/// <remarks>
/// What is packed may unpack to a hundred times its size, or to 64 MiB where that is more, and never to more than
/// <see cref="Largest"/>. Real data stay far below: MNIST is five times its archive. The variable raises both.
/// </remarks>
internal static class InputLimit
{
    /// <summary>The variable that says how many bytes an input may take.</summary>
    public const string Variable = "BELAMY_LARGEST_INPUT";

    private const long Default = 1 << 30;
    private const long Always = 1 << 26;
    private const long Expansion = 100;

    /// <summary>The bytes that an input may take, however large its file.</summary>
    public static long Largest { get; } = Parse(Environment.GetEnvironmentVariable(Variable)) ?? Default;

    private static bool IsRaised { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>The bytes that the content of a file may take when it is unpacked.</summary>
    /// <param name="fileLength">The length of the file.</param>
    public static long Unpacked(long fileLength) =>
        IsRaised ? Largest : Math.Min(Largest, Math.Max(Always, fileLength > Largest / Expansion ? Largest : fileLength * Expansion));

    /// <summary>What is wrong with an input that takes more: a clause, with the remedy.</summary>
    public static string Exceeded(long most) =>
        $"it unpacks to more than {Amount(most)}, far more than its size; if you trust it, set {Variable} to the bytes that it may take, such as {Variable}=4GB";

    /// <summary>Reads an amount such as 4GB, 500MB or 1000000.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static long? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        string number = text.TrimEnd('B', 'b');
        long unit = number.Length == 0 ? 1 : char.ToUpperInvariant(number[^1]) switch { 'K' => 1_000, 'M' => 1_000_000, 'G' => 1_000_000_000, _ => 1 };
        if (unit > 1)
            number = number[..^1];
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long amount) && amount is > 0 and < 1_000_000_000_000
            ? Math.Min(amount * unit, 1L << 50)
            : throw new InvalidOperationException($"{Variable}={text}: give bytes, such as 4GB");
    }

    /// <summary>An amount as people read it.</summary>
    public static string Amount(long bytes) => bytes >= 1 << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.#} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes >> 20)} MiB");
}
