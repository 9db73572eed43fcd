using System.ComponentModel;
using System.Diagnostics;

namespace Belamy.Cli.Commands;

/// <summary>A browser of this machine that prints pages without a window.</summary>
internal static class Browser
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"];

    private static readonly string[] Places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        .. new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86 }.Select(Environment.GetFolderPath).Where(folder => folder.Length > 0).SelectMany(folder => (string[])
        [
            Path.Combine(folder, "Google", "Chrome", "Application", "chrome.exe"),
            Path.Combine(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
        ]),
    ];

    /// <summary>Finds one.</summary>
    /// <exception cref="BelamyException">There is none.</exception>
    public static string Find()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string ending = OperatingSystem.IsWindows() ? ".exe" : "";
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + ending))).Concat(Places).FirstOrDefault(File.Exists)
            ?? throw new BelamyException("--pdf: is printed by Chromium, Chrome or Edge, and none is installed; open the HTML file in any browser and print it from there");
    }

    /// <summary>Prints a page.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="page">The HTML file.</param>
    /// <param name="pdf">The PDF file; what it held before is replaced.</param>
    /// <exception cref="BelamyException">It does not print.</exception>
    public static void Print(string browser, string page, string pdf)
    {
        string profile = Directory.CreateTempSubdirectory("belamy-print-").FullName;
        try
        {
            string made = Path.Combine(profile, "page.pdf");
            List<string> options = ["--headless", "--disable-gpu", "--no-pdf-header-footer", $"--user-data-dir={profile}", $"--print-to-pdf={made}", new Uri(Path.GetFullPath(page)).AbsoluteUri];
            // A browser refuses its own confinement to the administrator; the page is ours and loads nothing.
            if (OperatingSystem.IsLinux() && Environment.UserName == "root")
                options.Insert(0, "--no-sandbox");
            using Process process = Process.Start(new ProcessStartInfo(browser, options) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
                process.Kill(entireProcessTree: true);
            Task.WaitAll(errors, output);
            if (!File.Exists(made))
                throw new BelamyException($"{pdf}: {browser} has not printed it; open {page} in a browser and print it from there");
            Files.AtomicFile.WriteAllBytes(pdf, File.ReadAllBytes(made));
        }
        catch (Win32Exception e)
        {
            throw new BelamyException($"{browser}: cannot be started; open {page} in a browser and print it from there", e);
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }
}
