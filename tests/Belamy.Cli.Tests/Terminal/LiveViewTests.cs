using Belamy.Cli.Terminal;
using Spectre.Console;

namespace Belamy.Cli.Tests.Terminal;

public sealed class LiveViewTests
{
    [Fact]
    public void Report_shows_progress_losses_accuracy_and_how_to_stop()
    {
        string text = Show(view => view.Report(() => Statuses.Middle));
        Assert.Contains("training dcgan on digits", text, StringComparison.Ordinal);
        Assert.Contains("step 250 of 1,000  1:00 left  1,930 images/s", text, StringComparison.Ordinal);
        Assert.Contains("25 %", text, StringComparison.Ordinal);
        Assert.Contains("discriminator  loss    1.100", text, StringComparison.Ordinal);
        Assert.Contains("generator      loss    0.900", text, StringComparison.Ordinal);
        Assert.Contains("right on 81 % of real and 76 % of generated", text, StringComparison.Ordinal);
        Assert.Contains("Ctrl+C saves and stops", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_calls_items_what_they_are()
    {
        string text = Show(view => view.Report(() => Statuses.Middle with { Noun = "film" }));
        Assert.Contains("1,930 films/s", text, StringComparison.Ordinal);
        Assert.Contains("of generated films", text, StringComparison.Ordinal);
        Assert.DoesNotContain("image", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_with_samples_draws_them_within_the_terminal()
    {
        string text = Show(view => view.Report(() => Statuses.Middle with { Samples = Statuses.Samples }), ColorSystemSupport.TrueColor);
        Assert.Contains("▀", text, StringComparison.Ordinal);
        string frame = text[..text.IndexOf("Ctrl+C", StringComparison.Ordinal)];
        Assert.True(frame.Count(character => character == '\n') < 24);
    }

    [Fact]
    public void Report_with_lines_shows_as_many_as_there_is_room_for_and_none_beyond_the_edge()
    {
        string text = Show(view => view.Report(() => Statuses.Middle with { Lines = [.. Enumerable.Range(0, 40).Select(at => $"row{at} age=39 {new string('x', 200)}")] }));
        string frame = text[..text.IndexOf("Ctrl+C", StringComparison.Ordinal)];
        Assert.Contains("row0 age=39", frame, StringComparison.Ordinal);
        Assert.DoesNotContain("row39", frame, StringComparison.Ordinal);
        Assert.True(frame.Count(character => character == '\n') < 24);
        Assert.Contains("x…", frame, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 3)]
    [InlineData(80, 1)]
    [InlineData(80, 0)]
    [InlineData(1, 24)]
    [InlineData(0, 24)]
    [InlineData(1, 1)]
    public void Report_in_a_terminal_of_any_size_throws_nothing(int width, int height)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var view = new LiveView("training dcgan on digits", TestConsole.Create(writer, ColorSystemSupport.TrueColor, width, height));
        view.Show(() =>
        {
            view.Prepare("compiling programs", 1, 2);
            view.Note("skipped 2 unreadable pictures");
            view.Report(() => Statuses.Middle with { Samples = Statuses.Samples }, force: true);
        });
        Assert.NotEmpty(writer.ToString());
    }

    [Fact]
    public void Report_too_early_does_not_make_a_state()
    {
        int made = 0;
        Show(view =>
        {
            for (int i = 0; i < 50; i++)
            {
                view.Report(() =>
                {
                    made++;
                    return Statuses.Middle;
                });
            }
        });
        Assert.True(made < 50);
    }

    [Fact]
    public void Show_training_that_fails_passes_the_error_on_and_shows_the_cursor()
    {
        using var writer = new StringWriter();
        var view = new LiveView("title", TestConsole.Create(writer, ColorSystemSupport.NoColors));
        BelamyException error = Assert.Throws<BelamyException>(() => view.Show(() => throw new BelamyException("generator: loss is NaN")));
        Assert.Equal("generator: loss is NaN", error.Message);
        Assert.EndsWith("\u001b[?25h", writer.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Note_stays_on_the_screen()
    {
        string text = Show(view =>
        {
            view.Note("skipped 2 unreadable pictures");
            view.Report(() => Statuses.Middle, force: true);
        });
        Assert.Contains("skipped 2 unreadable pictures", text[text.IndexOf("step 250", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    private static string Show(Action<LiveView> training, ColorSystemSupport colours = ColorSystemSupport.NoColors)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var view = new LiveView("training dcgan on digits", TestConsole.Create(writer, colours));
        view.Show(() => training(view));
        return writer.ToString();
    }
}
