using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FluxEntropy.Server.Hosting;

/// <summary>
/// Where the gRPC services listen: HTTP/2 without TLS at an address of this machine, at every one (<c>*</c>), or at
/// localhost.
/// </summary>
internal static class ListenAddress
{
    /// <summary>Tells Kestrel.</summary>
    public static void Listen(KestrelServerOptions kestrel, Uri address)
    {
        void Http2(ListenOptions listen) => listen.Protocols = HttpProtocols.Http2;
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
            kestrel.Listen(ip, address.Port, Http2);
        else if (address.Host is "*" or "+")
            kestrel.ListenAnyIP(address.Port, Http2);
        else if (address.Port == 0)
            kestrel.Listen(IPAddress.Loopback, 0, Http2);
        else
            kestrel.ListenLocalhost(address.Port, Http2);
    }

    /// <summary>
    /// Binds and lets go again, before a silo is started that would have to be stopped: an address that cannot be had is one
    /// clear line. Whoever takes it between now and then is still noticed.
    /// </summary>
    /// <exception cref="AddressTakenException">The address is taken.</exception>
    /// <exception cref="IOException">It is none of this machine.</exception>
    public static void RequireFree(Uri address)
    {
        var ip =
            IPAddress.TryParse(address.Host.Trim('[', ']'), out var given) ? given
            : address.Host is "*" or "+" ? IPAddress.Any
            : IPAddress.Loopback;
        try
        {
            using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(ip, address.Port));
        }
        catch (SocketException exception)
        {
            throw Refused(address, exception);
        }
    }

    /// <summary>Says why an address cannot be had.</summary>
    public static IOException Refused(Uri address, Exception exception) =>
        exception is SocketException { SocketErrorCode: not SocketError.AddressAlreadyInUse } other
            ? new IOException(
                $"Cannot listen at {address.OriginalString}: {other.Message}. Choose an address of this machine with --listen.",
                exception
            )
            : new AddressTakenException(address, exception);
}
