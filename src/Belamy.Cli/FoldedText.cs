namespace Belamy.Cli;

/// <summary>Text in lines that a terminal holds.</summary>
internal static class FoldedText
{
    private const int Width = 78;

    /// <summary>Writes a text in lines of at most 78 characters.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="first">What the first line begins with.</param>
    /// <param name="rest">What the others begin with.</param>
    public static void Write(TextWriter output, string text, string first = "  ", string rest = "  ")
    {
        string line = first;
        foreach (string word in text.Split(' '))
        {
            if (line.Length + word.Length > Width && line.Trim().Length > 0)
            {
                output.WriteLine(line.TrimEnd());
                line = rest;
            }

            line += word + " ";
        }

        output.WriteLine(line.TrimEnd());
    }
}
