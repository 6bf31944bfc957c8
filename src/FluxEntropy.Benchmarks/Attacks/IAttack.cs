namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>A client that behaves badly, by intent or by mistake.</summary>
internal interface IAttack
{
    /// <summary>What it does, for the table.</summary>
    string Name { get; }

    /// <summary>Goes on until it is cancelled; what the server refuses is tried again.</summary>
    Task RunAsync(Uri server, CancellationToken cancellationToken);
}
