using System.Diagnostics;

namespace Belamy.Tests;

public class ShellWordTests
{
    [Theory]
    [InlineData("runs/digits", "runs/digits")]
    [InlineData("runs/été-2", "runs/été-2")]
    [InlineData("my photos", "'my photos'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("a;b", "'a;b'")]
    [InlineData("~user", "'~user'")]
    [InlineData("a~b", "a~b")]
    [InlineData("a*", "'a*'")]
    [InlineData("", "''")]
    [InlineData("--dog", "./--dog")]
    [InlineData("-red cat", "'./-red cat'")]
    [InlineData("a\\b", "'a\\b'")]
    [InlineData("a\u001b[2J'b", "$'a\\033[2J\\'b'")]
    public void Quote_for_a_posix_shell(string word, string quoted) => Assert.Equal(quoted, ShellWord.Quote(word, windows: false));

    [Theory]
    [InlineData("runs\\digits", "runs\\digits")]
    [InlineData("my photos", "\"my photos\"")]
    [InlineData("a&b", "\"a&b\"")]
    [InlineData("--dog", ".\\--dog")]
    public void Quote_for_windows(string word, string quoted) => Assert.Equal(quoted, ShellWord.Quote(word, windows: true));

    [Fact]
    public void Quote_gives_a_shell_back_the_word()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sh");
        string[] words = ["plain", "my photos", "it's", "$HOME `id` \\ \" ; & | > < * ? [a] {b,c} # !", "ünï ❄"];
        var start = new ProcessStartInfo("sh", ["-c", $"printf '%s\\n' {string.Join(' ', words.Select(ShellWord.Quote))}"]) { RedirectStandardOutput = true };
        using Process shell = Process.Start(start)!;
        Assert.Equal(string.Join('\n', words) + "\n", shell.StandardOutput.ReadToEnd());
    }
}
