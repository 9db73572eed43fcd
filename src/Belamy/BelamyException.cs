namespace Belamy;

/// <summary>An error that the person at the keyboard can act on: its message names the thing and the remedy in one line.</summary>
/// <remarks>The command line prints the message alone and exits with code 2. Programming errors stay <see cref="ArgumentException"/> and its kin.</remarks>
public class BelamyException : Exception
{
    /// <summary>Creates an error without a message of its own.</summary>
    public BelamyException()
    {
    }

    /// <summary>Creates an error.</summary>
    /// <param name="message">One line that names the file, option or value and says what to do.</param>
    public BelamyException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error caused by another.</summary>
    /// <param name="message">One line that names the file, option or value and says what to do.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    public BelamyException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
