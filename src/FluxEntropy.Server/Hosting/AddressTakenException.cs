namespace FluxEntropy.Server.Hosting;

/// <summary>Another program listens at the address that a server was to have.</summary>
/// <param name="address">The address, as it was given.</param>
/// <param name="cause">What binding it said.</param>
public sealed class AddressTakenException(Uri address, Exception cause)
    : IOException(
        $"{address.OriginalString} is taken by another program. Stop it, or choose another address with --listen "
            + "(port 0 takes a free one).",
        cause
    )
{
    /// <summary>The address, as it was given.</summary>
    public Uri Address { get; } = address;
}
