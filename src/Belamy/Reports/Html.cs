using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Belamy.Reports;

/// <summary>A piece of a page. What is put between its braces is encoded, unless it is a piece itself.</summary>
internal readonly record struct Html(string Text)
{
    /// <summary>Makes a piece of an interpolated string.</summary>
    public static Html Of(Builder builder) => new(builder.ToString());

    /// <summary>Pieces one behind the other.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Text)));

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";

    /// <summary>Takes the parts of an interpolated string, and encodes values.</summary>
    [InterpolatedStringHandler]
    public readonly struct Builder
    {
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
        private readonly StringBuilder _text;

        public Builder(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (16 * formattedCount));

        public void AppendLiteral(string text) => _text.Append(text);

        public void AppendFormatted(Html part) => _text.Append(part.Text);

        public void AppendFormatted(Html? part) => _text.Append(part?.Text);

        public void AppendFormatted(IEnumerable<Html> parts)
        {
            foreach (Html part in parts)
                _text.Append(part.Text);
        }

        public void AppendFormatted<T>(T value)
        {
            string text = value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
            _text.Append(Encoder.Encode(text));
        }

        /// <summary>Adds what was put together to a page.</summary>
        public void AppendTo(StringBuilder page) => page.Append(_text);

        /// <inheritdoc/>
        public override string ToString() => _text.ToString();
    }
}
