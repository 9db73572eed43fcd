using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy studio</c>: starts the browser studio, which is a program of its own so that nothing else needs the runtime of web servers.</summary>
internal static class StudioCommand
{
    private const int DefaultPort = 5080;
    private const string Framework = "Microsoft.AspNetCore.App";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string?>("runs")
        {
            Description = $"The folder of the runs; {RunArgument.Home}/ by default.",
            HelpName = "RUNS-FOLDER",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<long?> port = OptionKinds.WholeNumber("--port", $"The port; {DefaultPort} by default, 0 for any that is free.", "N", 0, ushort.MaxValue);
        Option<string?> listen = OptionKinds.Text("--listen", "An address of this machine to be visited from others; visitors need the token that is printed then.", "ADDRESS");
        var command = new CommandWithExamples("studio", "See and train runs in a browser.") { folder, port, listen };
        command.Notes =
        [
            "Trainings that are started there are processes of their own: they go on when the page or the studio is closed.",
            "Without --listen only this machine can visit it.",
        ];
        command.Examples =
        [
            ("belamy studio", $"the runs under {RunArgument.Home}/, at http://localhost:{DefaultPort}"),
            ("belamy studio ~/experiments --port 8000", "those of another folder, at another port"),
            ("belamy studio --listen 0.0.0.0", "to be visited from other machines, with a token"),
        ];
        command.SetAction(parsed => Run(parsed.GetValue(folder) ?? RunArgument.Home, (int)(parsed.GetValue(port) ?? DefaultPort), parsed.GetValue(listen)));
        return command;
    }

    private static int Run(string folder, int port, string? listen)
    {
        if (File.Exists(folder))
            throw new BelamyException($"{folder}: is a file; name a folder that holds runs, or is to hold them");
        if (listen is not null && !IPAddress.TryParse(listen, out _))
            throw new BelamyException($"--listen {listen}: give an address in numbers, such as 192.168.0.7, or 0.0.0.0 for all that this machine has");
        string assembly = Path.Combine(AppContext.BaseDirectory, "Belamy.Studio.dll");
        if (!File.Exists(assembly))
            throw new BelamyException($"{assembly}: is missing; install belamy anew");
        using var interruption = new Interruption();
        using Process process = Process.Start(Prepare(assembly, [folder, $"{port}", listen ?? "loopback", Path.Combine(AppContext.BaseDirectory, "Belamy.Cli.dll")]))
            ?? throw new BelamyException("the studio could not be started");
        // Ctrl+C reaches both processes; other signals this one alone. It ends once nobody writes to it any more.
        using CancellationTokenRegistration end = interruption.Token.Register(process.StandardInput.Close);
        process.WaitForExit();
        return interruption.Requested ? ExitCode.Success : process.ExitCode;
    }

    /// <summary>The studio as the same runtime runs it, with the assemblies that this command has.</summary>
    private static ProcessStartInfo Prepare(string assembly, string[] arguments)
    {
        // …/shared/Microsoft.NETCore.App/10.0.1/ lies in the folder of the host.
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        int major = Environment.Version.Major;
        string frameworks = Path.Combine(root, "shared", Framework);
        if (!Directory.Exists(frameworks) || !Directory.EnumerateDirectories(frameworks, $"{major}.*").Any())
        {
            throw new BelamyException(
                $"the studio needs the ASP.NET Core runtime {major}, which is not in {frameworks}; install it from https://dotnet.microsoft.com/download/dotnet/{major}.0, everything else works without");
        }

        string settings = Path.ChangeExtension(assembly, ".runtimeconfig.json"), dependencies = Path.Combine(AppContext.BaseDirectory, "Belamy.Cli.deps.json");
        string host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return new ProcessStartInfo(host, ["exec", "--runtimeconfig", settings, "--depsfile", dependencies, assembly, .. arguments]) { RedirectStandardInput = true };
    }
}
