namespace Belamy.Cli.Tests;

public sealed class ErrorReportTests
{
    [Fact]
    public void Work_that_was_stopped_is_told_in_a_word_where_nobody_says_more()
    {
        foreach (Exception stopped in new Exception[] { new OperationCanceledException(), new TaskCanceledException(), new OperationCanceledException("stopped; nothing was written") })
        {
            using var writer = new StringWriter();
            Assert.Equal(ExitCode.Interrupted, ErrorReport.Write(stopped, writer, details: false));
            Assert.StartsWith("belamy: stopped", writer.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Write_error_of_the_caller_is_one_line_and_failure()
    {
        (int code, string text) = Report(new BelamyException("run.json: is damaged;\n delete it"), details: false);
        Assert.Equal(ExitCode.Failure, code);
        Assert.Equal("belamy: run.json: is damaged; delete it\n", text);
    }

    [Fact]
    public void Write_full_disk_names_the_remedy()
    {
        // ENOSPC as .NET reports it on Unix.
        (int code, string text) = Report(new IOException("No space left on device : '/x/run.json'", 28), details: false);
        Assert.Equal(ExitCode.Failure, code);
        Assert.Contains("'/x/run.json'", text, StringComparison.Ordinal);
        Assert.Contains("free some space", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_missing_permission_is_failure()
    {
        (int code, string text) = Report(new UnauthorizedAccessException("Access to the path '/x' is denied."), details: false);
        Assert.Equal(ExitCode.Failure, code);
        Assert.Contains("'/x'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_defect_names_its_type_and_how_to_see_more()
    {
        (int code, string text) = Report(new InvalidOperationException("the plan has a hole"), details: false);
        Assert.Equal(ExitCode.Defect, code);
        Assert.Contains("InvalidOperationException: the plan has a hole", text, StringComparison.Ordinal);
        Assert.Contains("--debug", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_with_details_adds_the_stack_trace()
    {
        Exception thrown = Assert.Throws<InvalidOperationException>(void () => throw new InvalidOperationException("hole"));
        (_, string text) = Report(thrown, details: true);
        Assert.Contains($"at {typeof(ErrorReportTests).FullName}", text, StringComparison.Ordinal);
    }

    private static (int Code, string Text) Report(Exception exception, bool details)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        int code = ErrorReport.Write(exception, writer, details);
        return (code, writer.ToString());
    }
}
