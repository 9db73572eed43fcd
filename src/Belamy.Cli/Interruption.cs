using System.Runtime.InteropServices;

namespace Belamy.Cli;

/// <summary>Turns the first Ctrl+C, SIGTERM or SIGHUP into a request to save and stop, and lets the second one end the process.</summary>
/// <remarks>A signal that is ignored when the process starts stays ignored, as SIGHUP behind <c>nohup</c>.</remarks>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _count;

    /// <summary>Starts to listen.</summary>
    public Interruption()
    {
        foreach (PosixSignal signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether a signal has come.</summary>
    public bool Requested => _source.IsCancellationRequested;

    /// <summary>Called on the second signal, just before the process ends: puts the terminal back in order.</summary>
    public Action? BeforeExit { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _count) > 1)
        {
            BeforeExit?.Invoke();
            return;
        }

        context.Cancel = true;
        _source.Cancel();
    }
}
