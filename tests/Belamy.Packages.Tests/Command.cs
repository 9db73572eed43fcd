using System.Diagnostics;
using System.Text;

namespace Belamy.Packages.Tests;

/// <summary>A program in a process of its own, as a person or a script runs it.</summary>
public sealed class Command : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly Process _process;
    private readonly StringBuilder _output = new(), _error = new();
    private readonly string _line;

    public Command(string folder, string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        _line = $"{program} {string.Join(' ', start.ArgumentList)}";
        // What a build tells the programs that it starts, these tests among them, is not meant for other builds.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>What it has written to standard output so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static string Run(string folder, string program, params string[] arguments)
    {
        using var command = new Command(folder, program, arguments);
        return command.Succeed();
    }

    /// <summary>Waits for the end, which has to be a good one.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public string Succeed()
    {
        (int code, string output, string error) = End();
        Assert.True(code == 0, $"{_line}: ended with {code}\n{output}\n{error}");
        return output;
    }

    public (int Code, string Output, string Error) End()
    {
        try
        {
            if (!_process.WaitForExit(Patience))
                throw new TimeoutException($"{_line}: has not ended\n{_output}\n{_error}");
            _process.WaitForExit();
            return (_process.ExitCode, _output.ToString(), _error.ToString());
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        try
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has been disposed of before.
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
    }
}
