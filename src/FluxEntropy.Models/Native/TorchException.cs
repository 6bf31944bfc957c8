using System.Runtime.InteropServices;

namespace FluxEntropy.Models.Native;

/// <summary>
/// An error of libtorch in one line: libtorch's own message, which the inner exception has, goes on with a native stack
/// trace.
/// </summary>
public sealed class TorchException : ExternalException
{
    private TorchException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>
    /// Cuts what libtorch complains of down to its first line; any other exception is returned as it is.
    /// </summary>
    internal static Exception Wrap(Exception error) =>
        error is ExternalException and not TorchException
            ? new TorchException($"libtorch: {error.Message.Split('\n')[0].TrimEnd()}", error)
            : error;
}
