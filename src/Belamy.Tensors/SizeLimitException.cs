namespace Belamy.Tensors;

/// <summary>A shape, an array, a parameter or a program that is larger than anything can be here, whatever the machine.</summary>
/// <remarks>It is thrown while something is described, before memory is asked for or any kernel sees the size.</remarks>
public sealed class SizeLimitException : ArgumentException
{
    /// <summary>Creates an error without a message of its own.</summary>
    public SizeLimitException()
    {
    }

    /// <summary>Creates an error.</summary>
    /// <param name="message">What is too large, and the limit.</param>
    public SizeLimitException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error caused by another.</summary>
    /// <param name="message">What is too large, and the limit.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    public SizeLimitException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
