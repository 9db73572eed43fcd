using System.Diagnostics;
using System.Text;

namespace Belamy.Cli.Tests.Processes;

/// <summary>The real command in a process of its own, as a person or a script runs it.</summary>
internal sealed class BelamyProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private BelamyProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The built command.</summary>
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "Belamy.Cli.dll");

    public static string Host { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>Starts a command. Trainings are left without their reports, which take longer than these; <see cref="RunAsTyped"/> has them written.</summary>
    public static BelamyProcess Start(string folder, params string[] arguments) =>
        StartProgram(folder, Host, [Assembly, .. arguments, .. arguments is ["train", _, ..] && !arguments.Contains("--dry-run") ? (string[])["--no-report"] : []]);

    /// <summary>Runs a command to its end, with these words alone.</summary>
    public static Outcome RunAsTyped(string folder, params string[] arguments)
    {
        using BelamyProcess process = StartProgram(folder, Host, [Assembly, .. arguments]);
        return process.Wait();
    }

    /// <summary>Runs a command to its end.</summary>
    public static Outcome Run(string folder, params string[] arguments)
    {
        using BelamyProcess process = Start(folder, arguments);
        return process.Wait();
    }

    /// <summary>Runs a command to its end with a variable of the environment set.</summary>
    public static Outcome RunWith(string variable, string value, string folder, params string[] arguments)
    {
        using BelamyProcess process = StartProgram(folder, Host, [Assembly, .. arguments], (variable, value));
        return process.Wait();
    }

    /// <summary>Runs a command line of a shell, in which "$BELAMY" is the command.</summary>
    public static Outcome RunInShell(string folder, string script)
    {
        using BelamyProcess process = StartProgram(folder, "sh", ["-c", $"BELAMY='{Host} {Assembly}'; {script}"]);
        return process.Wait();
    }

    public Outcome Wait()
    {
        if (!_process.WaitForExit(Patience))
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The command has not ended.\n{_output}\n{_error}");
        }

        // Without a limit this also waits for the last lines of output.
        _process.WaitForExit();
        return new Outcome(_process.ExitCode, _output.ToString(), _error.ToString());
    }

    /// <summary>Ends the process at once, without a chance to tidy up: SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends a signal by name, such as INT.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static BelamyProcess StartProgram(string folder, string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // One thread: the tests share a machine, and a tiny network gains nothing from more.
        start.Environment["BELAMY_THREADS"] = "1";
        // What the command keeps for later belongs into the test's own folder.
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(folder, "cache");
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new BelamyProcess(start);
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
    }

    /// <summary>How a command ended, and what it said.</summary>
    internal sealed record Outcome(int Code, string Output, string Error);
}
