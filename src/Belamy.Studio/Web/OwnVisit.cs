using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Belamy.Studio.Web;

/// <summary>A visit that the studio pays itself as it starts, so that nobody waits for what is only done once: above all, the compilation of its code.</summary>
internal static class OwnVisit
{
    private const int Least = 1 << 14;

    /// <summary>Asks for pages one after the other, and throws the answers away.</summary>
    /// <param name="listen">The address that is listened at; null for this machine alone.</param>
    /// <param name="port">The port.</param>
    /// <param name="cookie">What visitors show; null for nothing.</param>
    /// <param name="paths">The pages.</param>
    public static async Task PayAsync(IPAddress? listen, int port, string? cookie, IEnumerable<string> paths)
    {
        IPAddress address = listen is null || listen.Equals(IPAddress.Any) ? IPAddress.Loopback : listen.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : listen;
        var buffer = new byte[Least];
        try
        {
            foreach (string path in paths)
            {
                using var client = new TcpClient(address.AddressFamily);
                await client.ConnectAsync(address, port).ConfigureAwait(false);
                NetworkStream stream = client.GetStream();
                string request = $"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(request)).ConfigureAwait(false);
                while (await stream.ReadAsync(buffer).ConfigureAwait(false) > 0)
                {
                    // Only that it was made counts.
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Then the first visitor waits a little.
        }
    }
}
