using System.Text;
using Belamy.Imaging;

namespace Belamy.Reports;

/// <summary>A page that grows from its beginning to its end. Pictures are written into the page itself.</summary>
internal sealed class ReportPage
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a piece.</summary>
    public ReportPage Add(Html.Builder piece)
    {
        piece.AppendTo(_text);
        return this;
    }

    /// <summary>Adds a paragraph of text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="style">A class of the page's style sheet; none by default.</param>
    public ReportPage Paragraph(string text, string style = "") => Add($"<p{Class(style)}>{text}</p>\n");

    /// <summary>Begins a section under a heading; <see cref="EndSection"/> ends it.</summary>
    public ReportPage Section(string heading) => Add($"<section>\n<h2>{heading}</h2>\n");

    /// <summary>Ends a section.</summary>
    public ReportPage EndSection() => Add($"</section>\n");

    /// <summary>Adds a figure of a picture of whole pixels, such as samples, or of lines, such as a chart.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="alternative">What it shows, in words.</param>
    /// <param name="style">A class of the page's style sheet.</param>
    /// <param name="caption">What stands below it; nothing by default.</param>
    public ReportPage Figure(Image picture, string alternative, string style, string caption = "") =>
        // The size keeps the page from jumping while it is laid out.
        Figure(PngEncoder.Encode(picture), "image/png", alternative, style, caption, Html.Of($" width=\"{picture.Width}\" height=\"{picture.Height}\""));

    /// <summary>Adds a figure of a picture that is encoded already.</summary>
    public ReportPage Figure(byte[] encoded, string type, string alternative, string style, string caption = "", Html size = default) => Add(
        $"<figure><img class=\"{style}\" alt=\"{alternative}\"{size} src=\"{Inline(encoded, type)}\">{(caption.Length > 0 ? Html.Of($"<figcaption>{caption}</figcaption>") : default)}</figure>\n");

    /// <summary>Adds facts, each under its name.</summary>
    /// <param name="facts">Names and what is told.</param>
    /// <param name="style">A class of the page's style sheet beside that of facts; none by default.</param>
    public ReportPage Facts(IEnumerable<(string Name, string Value)> facts, string style = "") =>
        Add($"<dl class=\"{$"facts {style}".TrimEnd()}\">\n{facts.Select(fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>\n"))}</dl>\n");

    /// <summary>Adds a table.</summary>
    /// <param name="heads">The heads of its columns.</param>
    /// <param name="rows">Its rows, as many cells each. Cells that begin with a digit or a sign stand to the right.</param>
    public ReportPage Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) => Add($"""
        <div class="scroll"><table>
        <thead><tr>{heads.Select(head => Html.Of($"<th scope=\"col\">{head}</th>"))}</tr></thead>
        <tbody>
        {rows.Select(row => Html.Of($"<tr>{row.Select(Cell)}</tr>\n"))}</tbody></table></div>

        """);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>The content of a file as an address of its own.</summary>
    public static Html Inline(byte[] content, string type) => new($"data:{type};base64,{Convert.ToBase64String(content)}");

    private static Html Class(string style) => style.Length > 0 ? Html.Of($" class=\"{style}\"") : default;

    private static Html Cell(string text, int at)
    {
        bool isNumber = text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' && text.Length > 1);
        return at == 0 ? Html.Of($"<th scope=\"row\">{text}</th>") : Html.Of($"<td{Class(isNumber ? "number" : "")}>{text}</td>");
    }
}
