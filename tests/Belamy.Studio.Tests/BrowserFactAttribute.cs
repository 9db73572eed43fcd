using System.Runtime.CompilerServices;

namespace Belamy.Studio.Tests;

/// <summary>A test that needs a browser: left out, with a word, on machines that have none, so that <c>dotnet test</c> needs nothing but the SDK.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        if (Browser.Program is null)
            Skip = Browser.Missing;
    }
}
