using Google.Protobuf;

namespace FluxEntropy.Server.Services;

/// <summary>
/// What still fits into one response: at most about 2 MiB, since a gRPC client takes 4 MiB unless it was told otherwise. What does not
/// fit is asked for again.
/// </summary>
internal sealed class ResponseRoom
{
    /// <summary>Bytes of one response.</summary>
    public const int Bytes = 2 << 20;

    private const int FieldBytes = 6; // of a message's tag and length
    private int _left = Bytes;
    private bool _isEmpty = true;

    /// <summary>Takes a message if it fits; the first one always does.</summary>
    public bool Takes(IMessage message)
    {
        _left -= message.CalculateSize() + FieldBytes;
        var fits = _left >= 0 || _isEmpty;
        _isEmpty = false;
        return fits;
    }
}
