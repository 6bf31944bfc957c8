namespace FluxEntropy.Tests.Simulation;

/// <summary>How much goes wrong; nothing any more once it is calm.</summary>
internal sealed class Chaos(Scheduler scheduler)
{
    public bool IsCalm { get; set; }

    public bool Happens(double probability) => !IsCalm && scheduler.Chance(probability);

    public void MayBeFull()
    {
        if (Happens(0.003))
            throw new IOException("no space left on device");
    }
}
