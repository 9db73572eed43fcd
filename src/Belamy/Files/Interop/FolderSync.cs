using System.Runtime.InteropServices;
using System.Text;

namespace Belamy.Files.Interop;

/// <summary>Flushes a folder's entries to the disk, so that a rename survives a power cut; .NET itself opens no folders.</summary>
internal static class FolderSync
{
    private const int OpenReadOnly = 0;

    /// <summary>Flushes a folder where the system knows how; does nothing elsewhere, for then the rename itself must do.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            int descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), OpenReadOnly);
            if (descriptor < 0)
                return;
            _ = Synchronize(descriptor);
            _ = Close(descriptor);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system without a C library by this name.
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
