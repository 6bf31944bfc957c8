using System.Net.Sockets;

namespace FluxEntropy.Cli.Output;

/// <summary>Whoever read standard output has closed it: <c>flux query … | head</c>. Nothing failed, and nothing more is wanted.</summary>
internal sealed class OutputClosedException() : IOException("standard output was closed by the program that read it")
{
    private const int BrokenPipe = 32; // EPIPE

    /// <summary>Whether a failure comes from an output that its reader has closed, a pipe named as a file included.</summary>
    public static bool IsCauseOf(Exception? failure) =>
        failure switch
        {
            null => false,
            OutputClosedException => true,
            IOException { HResult: BrokenPipe, InnerException: not SocketException } => true,
            AggregateException several => several.InnerExceptions.Any(IsCauseOf),
            _ => IsCauseOf(failure.InnerException),
        };
}
