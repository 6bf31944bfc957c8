using System.IO.Pipelines;

namespace FluxEntropy.Sources;

/// <summary>What a format reads.</summary>
public sealed class SourceContent
{
    /// <summary>Name in ids and messages.</summary>
    public required string Name { get; init; }

    /// <summary>The bytes, decompressed.</summary>
    public required PipeReader Pipe { get; init; }

    /// <summary>The same bytes as a file that can be sought in; null for a pipe and in an archive.</summary>
    public Stream? File { get; init; }

    /// <summary>Told how far a reader is that jumps about in the file.</summary>
    public required FileProgress Progress { get; init; }
}
