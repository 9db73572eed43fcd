using System.Globalization;
using System.Text;

namespace Belamy.Cli.Terminal;

/// <summary>
/// Makes visible in a text what a terminal would obey: control characters, and those that turn the direction of writing.
/// Names of files, classes and models, settings and findings may be a stranger's.
/// </summary>
internal static class Printable
{
    /// <summary>A text that a terminal shows as it is: what it would obey, ends of lines included, is written as in C#.</summary>
    public static string Text(string text) => Text(text, keepLines: false);

    /// <summary>Lines of text that a terminal shows as they are.</summary>
    public static string Lines(string text) => Text(text, keepLines: true);

    private static string Text(string text, bool keepLines)
    {
        StringBuilder? visible = null;
        for (int at = 0; at < text.Length; at++)
        {
            char character = text[at];
            if (!IsObeyed(character) || (keepLines && character == '\n'))
            {
                visible?.Append(character);
                continue;
            }

            visible ??= new StringBuilder(text, 0, at, text.Length + 16);
            visible.Append(character switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                < '\u0080' => $"\\x{(int)character:x2}",
                _ => $"\\u{(int)character:x4}",
            });
        }

        return visible?.ToString() ?? text;
    }

    /// <summary>Whether a terminal would do something rather than show it. A tab is harmless.</summary>
    private static bool IsObeyed(char character) => character switch
    {
        '\t' => false,
        // Marks, embeddings, overrides and isolates of the direction of writing; separators of lines and paragraphs.
        '\u061C' or '\u200E' or '\u200F' or '\u2028' or '\u2029' => true,
        >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' => true,
        _ => char.GetUnicodeCategory(character) == UnicodeCategory.Control,
    };
}

/// <summary>
/// Standard output and standard error for everything that is said: <see cref="Printable"/>. A text given to
/// <see cref="WriteLine(string)"/> is one line, whatever is in it.
/// </summary>
internal sealed class PrintableWriter(TextWriter output) : TextWriter(output.FormatProvider)
{
    /// <inheritdoc/>
    public override Encoding Encoding => output.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override void Write(string? value) => output.Write(value is null ? null : Printable.Lines(value));

    /// <inheritdoc/>
    public override void WriteLine() => output.WriteLine();

    /// <inheritdoc/>
    public override void WriteLine(string? value) => output.WriteLine(value is null ? null : Printable.Text(value));

    /// <inheritdoc/>
    public override void WriteLine(object? value) => output.WriteLine(Printable.Lines(value?.ToString() ?? ""));

    /// <inheritdoc/>
    public override void Flush() => output.Flush();
}
