namespace FluxEntropy.Server.Limits;

/// <summary>A part of what a <see cref="FairGate"/> gives out. Disposing of it gives it back; doing so again does nothing.</summary>
internal sealed class GateShare(FairGate gate, string caller, long amount) : IDisposable
{
    private long _amount = amount;

    /// <summary>How much it is.</summary>
    public long Amount => Interlocked.Read(ref _amount);

    /// <summary>Gives back what is not needed after all.</summary>
    public void ShrinkTo(long amount)
    {
        var held = Amount;
        if (amount < held && Interlocked.CompareExchange(ref _amount, amount, held) == held)
            gate.Return(caller, held - amount);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _amount, 0) is > 0 and var held)
            gate.Return(caller, held);
    }
}
