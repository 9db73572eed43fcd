namespace Belamy.Tensors;

/// <summary>A symbolic gradient and finite differences disagree.</summary>
public sealed class GradientCheckException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public GradientCheckException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Order, input, element and both values.</param>
    public GradientCheckException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a cause.</summary>
    /// <param name="message">Order, input, element and both values.</param>
    /// <param name="innerException">The cause.</param>
    public GradientCheckException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
