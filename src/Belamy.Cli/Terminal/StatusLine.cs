using System.Diagnostics;

namespace Belamy.Cli.Terminal;

/// <summary>One line in a terminal that says what is going on, and vanishes; nothing where the output is no terminal.</summary>
/// <param name="output">The terminal; its lines are drawn past the guard of standard error, which would show their returns.</param>
internal sealed class StatusLine(TextWriter output)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly bool _isLive = TerminalOutput.IsLive && !Console.IsErrorRedirected;
    private readonly TextWriter _output = ReferenceEquals(output, Console.Error) ? TerminalOutput.RawError : output;
    private long _shown;
    private int _length;

    /// <summary>Shows a text in place of the last, a few times per second at most.</summary>
    public void Show(string text)
    {
        if (!_isLive || (_shown != 0 && Stopwatch.GetElapsedTime(_shown) < Interval))
            return;
        _shown = Stopwatch.GetTimestamp();
        text = Printable.Text(text);
        string line = text.Length < Console.WindowWidth ? text : text[..Math.Max(0, Console.WindowWidth - 1)];
        _output.Write('\r' + line.PadRight(_length));
        _length = line.Length;
    }

    /// <summary>Removes the line.</summary>
    public void Clear()
    {
        if (_length > 0)
            _output.Write('\r' + new string(' ', _length) + '\r');
        _length = 0;
    }
}
