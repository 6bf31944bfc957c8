namespace FluxEntropy.Server.Limits;

/// <summary>What a message holds while it is worked off: memory, and a turn if it is large.</summary>
internal sealed class MessageShare(GateShare memory) : IDisposable
{
    /// <summary>The turn of a large message, once all of it is there.</summary>
    public GateShare? Turn { get; set; }

    public void Dispose()
    {
        Turn?.Dispose();
        memory.Dispose();
    }
}
