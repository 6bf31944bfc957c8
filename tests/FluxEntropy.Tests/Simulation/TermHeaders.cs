using FluxEntropy.Logs;

namespace FluxEntropy.Tests.Simulation;

/// <summary>Headers of log files as a defective opening would write them.</summary>
internal static class TermHeaders
{
    public delegate ReadOnlySpan<byte> ReadFile(string name);

    /// <summary>The header that says of its predecessor that only its header counts.</summary>
    public static ReadOnlyMemory<byte> CuttingShort(ReadOnlyMemory<byte> header, ReadFile read)
    {
        var predecessor = LogFormat.Predecessor(header.Span);
        return predecessor.Term == 0
            ? header
            : LogFormat.Header(
                LogFormat.Start(header.Span).Term,
                LogFormat.Start(read(LogFormat.FileName(predecessor.Term)))
            );
    }
}
