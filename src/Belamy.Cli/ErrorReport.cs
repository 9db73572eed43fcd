namespace Belamy.Cli;

/// <summary>Turns what went wrong into one line for the person at the keyboard, and an exit code.</summary>
internal static class ErrorReport
{
    /// <summary>Reports an error.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="error">Receives the report.</param>
    /// <param name="details">Whether to add where in the code it was thrown.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Write(Exception exception, TextWriter error, bool details)
    {
        // A variable of the environment is read while a type is set up, and refused there.
        if (exception is TypeInitializationException { InnerException: InvalidOperationException cause } && cause.Message.StartsWith("BELAMY_", StringComparison.Ordinal))
            exception = new BelamyException(cause.Message, exception);
        // What is too large is refused before it is begun; this is memory that others have taken since, or a limit of the system.
        if (exception is OutOfMemoryException)
            exception = new BelamyException($"there is not enough memory ({OneLine(exception.Message).TrimEnd('.')}); choose a smaller batch, smaller pictures or a smaller model, or end other programs", exception);
        // Where nobody said what was left undone, the platform's words are no help.
        if (exception is OperationCanceledException && exception.Message is var words && (words == new OperationCanceledException().Message || words == new TaskCanceledException().Message))
            exception = new OperationCanceledException("stopped", exception);
        bool foreseen = exception is BelamyException or IOException or UnauthorizedAccessException or OperationCanceledException;
        if (foreseen)
        {
            error.WriteLine($"belamy: {OneLine(exception.Message)}{Remedy(exception)}");
        }
        else
        {
            error.WriteLine($"belamy: internal error: {exception.GetType().Name}: {OneLine(exception.Message)}");
            error.WriteLine(details
                ? "This is a defect of Belamy; please report it with the lines below."
                : "This is a defect of Belamy; run the command again with --debug and report it with what that prints.");
        }

        if (details)
            error.WriteLine(exception);
        return exception switch
        {
            OperationCanceledException => ExitCode.Interrupted,
            _ => foreseen ? ExitCode.Failure : ExitCode.Defect,
        };
    }

    // What the operating system says names the file but not what to do about it.
    private static string Remedy(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "; choose another folder or change its permissions",
        IOException { HResult: var code } when (code & 0xFFFF) is 28 or 0x70 => "; free some space or choose a folder on another disk",
        FileNotFoundException or DirectoryNotFoundException => "; check the path",
        IOException => "; check the disk and the path, or choose another folder",
        _ => "",
    };

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
