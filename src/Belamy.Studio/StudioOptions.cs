using System.Globalization;
using System.Net;

namespace Belamy.Studio;

/// <summary>What a studio is told when it is started.</summary>
internal sealed record StudioOptions
{
    /// <summary>The folder of the runs.</summary>
    public required string Runs { get; init; }

    /// <summary>The port; 0 for any that is free.</summary>
    public required int Port { get; init; }

    /// <summary>The command's assembly, which trainings are started with.</summary>
    public required string Command { get; init; }

    /// <summary>The address to listen at; null for this machine alone.</summary>
    public IPAddress? Listen { get; init; }

    /// <summary>Whether to end once standard input does: whoever started it is gone then.</summary>
    public bool EndsWithInput { get; init; }

    /// <summary>What visitors from elsewhere must show; null where there are none.</summary>
    public string? Token { get; init; }

    /// <summary>Reads the arguments that <c>belamy studio</c> passes: folder, port, address or <c>loopback</c>, the command's assembly.</summary>
    public static StudioOptions Parse(string[] arguments)
    {
        if (arguments is not [var runs, var port, var address, var command])
            throw new BelamyException("the studio is started by `belamy studio`");
        IPAddress? listen = address == "loopback" ? null : IPAddress.Parse(address);
        return new StudioOptions
        {
            Runs = Path.GetFullPath(runs),
            Port = int.Parse(port, NumberStyles.None, CultureInfo.InvariantCulture),
            Command = command,
            Listen = listen,
            EndsWithInput = true,
            Token = listen is null ? null : Web.Visitors.NewToken(),
        };
    }
}
