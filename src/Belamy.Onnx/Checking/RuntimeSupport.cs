namespace Belamy.Onnx.Checking;

/// <summary>Where ONNX Runtime's package has a library.</summary>
internal static class RuntimeSupport
{
    /// <summary>Why ONNX Runtime cannot be used on a platform, in one line; null where it can, or nothing is known of it.</summary>
    /// <param name="identifier">The platform as .NET calls it: <c>linux-musl-x64</c>.</param>
    public static string? Obstacle(string identifier) =>
        identifier.Contains("musl", StringComparison.Ordinal) || identifier.StartsWith("alpine", StringComparison.Ordinal) || (identifier.StartsWith("osx", StringComparison.Ordinal) && identifier.EndsWith("-x64", StringComparison.Ordinal))
            ? Missing(identifier)
            : null;

    /// <summary>The line for a platform without a library.</summary>
    public static string Missing(string identifier) => $"ONNX Runtime, which runs and checks .onnx files, has no library for {identifier}; run this under Linux with glibc, Windows, or macOS on Arm";
}
