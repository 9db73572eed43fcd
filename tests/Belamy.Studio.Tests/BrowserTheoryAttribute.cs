using System.Runtime.CompilerServices;

namespace Belamy.Studio.Tests;

/// <summary>As <see cref="BrowserFactAttribute"/>, for tests of several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Browser.Program is null)
            Skip = Browser.Missing;
    }
}
