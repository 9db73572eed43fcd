using System.Globalization;
using System.Net;
using System.Text;
using Belamy.Imaging;

namespace Belamy.Reports;

/// <summary>A page of HTML that grows from its beginning to its end. Text is escaped, pictures are written into the page itself.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Length in characters so far.</summary>
    public int Length => _text.Length;

    /// <summary>Adds markup as it is.</summary>
    public Html Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Adds text, escaped.</summary>
    public Html Text(string text) => Raw(Escape(text));

    /// <summary>Adds a paragraph of text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="style">A class of the page's style sheet; none by default.</param>
    public Html Paragraph(string text, string style = "") => Raw($"<p{(style.Length > 0 ? $" class=\"{style}\"" : "")}>").Text(text).Raw("</p>\n");

    /// <summary>Begins a section under a heading; <see cref="EndSection"/> ends it.</summary>
    public Html Section(string heading) => Raw("<section>\n<h2>").Text(heading).Raw("</h2>\n");

    /// <summary>Ends a section.</summary>
    public Html EndSection() => Raw("</section>\n");

    /// <summary>Adds a picture of whole pixels, such as samples, or of lines, such as a chart.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="alternative">What it shows, in words.</param>
    /// <param name="style">A class of the page's style sheet.</param>
    public Html Picture(Image picture, string alternative, string style) =>
        Picture(PngEncoder.Encode(picture), "image/png", alternative, style, picture.Width, picture.Height);

    /// <summary>Adds a picture that is encoded already.</summary>
    public Html Picture(byte[] encoded, string type, string alternative, string style, int? width = null, int? height = null)
    {
        // The size keeps the page from jumping while it is laid out.
        string size = width is null ? "" : string.Create(CultureInfo.InvariantCulture, $" width=\"{width}\" height=\"{height}\"");
        return Raw($"<img class=\"{style}\" alt=\"{Escape(alternative)}\"{size} src=\"{Inline(encoded, type)}\">");
    }

    /// <summary>Adds a table.</summary>
    /// <param name="heads">The heads of its columns.</param>
    /// <param name="rows">Its rows, as many cells each. Cells that begin with a digit or a sign stand to the right.</param>
    /// <param name="style">A class of the page's style sheet; none by default.</param>
    public Html Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, string style = "")
    {
        Raw($"<div class=\"scroll\"><table{(style.Length > 0 ? $" class=\"{style}\"" : "")}>\n<thead><tr>");
        foreach (string head in heads)
            Raw("<th scope=\"col\">").Text(head).Raw("</th>");
        Raw("</tr></thead>\n<tbody>\n");
        foreach (IReadOnlyList<string> row in rows)
        {
            Raw("<tr>");
            for (int at = 0; at < row.Count; at++)
            {
                bool isNumber = row[at].Length > 0 && (char.IsAsciiDigit(row[at][0]) || row[at][0] is '-' or '+' && row[at].Length > 1);
                Raw(at == 0 ? "<th scope=\"row\">" : isNumber ? "<td class=\"number\">" : "<td>").Text(row[at]).Raw(at == 0 ? "</th>" : "</td>");
            }

            Raw("</tr>\n");
        }

        return Raw("</tbody></table></div>\n");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>Text as HTML takes it, in attributes too.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The content of a file as an address of its own.</summary>
    public static string Inline(byte[] content, string type) => $"data:{type};base64,{Convert.ToBase64String(content)}";
}
