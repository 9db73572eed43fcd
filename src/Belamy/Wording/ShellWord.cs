using System.Globalization;
using System.Text;

namespace Belamy;

/// <summary>Writes names and paths so that a proposed command can be pasted into a shell.</summary>
public static class ShellWord
{
    // What no common shell gives a meaning to, beside letters and digits.
    private const string Plain = "_./:=,@%+-\\~";

    /// <summary>A word as the shell of this system takes it: as it is where that is safe, else quoted.</summary>
    /// <param name="word">The word: a path, the name of a class.</param>
    /// <returns>One word for a POSIX shell, in single quotes where needed; on Windows, in double quotes.
    /// A word that begins with a dash, which would be taken for an option, has <c>./</c> before it.</returns>
    public static string Quote(string word) => Quote(word, OperatingSystem.IsWindows());

    internal static string Quote(string word, bool windows)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.StartsWith('-'))
            word = (windows ? ".\\" : "./") + word;
        if (word.Length > 0 && word[0] != '~' && word.All(sign => char.IsLetterOrDigit(sign) || (Plain.Contains(sign) && (windows || sign != '\\'))))
            return word;
        if (windows)
            return $"\"{word}\"";
        return word.Any(char.IsControl) ? Escape(word) : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    // Control characters are written by their numbers, for a terminal would obey them.
    private static string Escape(string word)
    {
        var text = new StringBuilder("$'");
        foreach (char sign in word)
        {
            if (!char.IsControl(sign))
            {
                text.Append(sign is '\'' or '\\' ? $"\\{sign}" : sign.ToString());
                continue;
            }

            foreach (byte part in Encoding.UTF8.GetBytes([sign]))
                text.Append(CultureInfo.InvariantCulture, $"\\{Convert.ToString(part, 8).PadLeft(3, '0')}");
        }

        return text.Append('\'').ToString();
    }
}
