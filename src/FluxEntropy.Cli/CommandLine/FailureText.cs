using System.Net.Sockets;
using FluxEntropy.Analysis;
using FluxEntropy.Analysis.Statistics;
using FluxEntropy.Storage;
using Grpc.Core;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>Says in one line what went wrong, and what to do about it where that is known.</summary>
internal static class FailureText
{
    /// <param name="failure">What was thrown.</param>
    /// <param name="server">The server that the command was to talk to.</param>
    public static string Of(Exception failure, Uri server) =>
        failure switch
        {
            RpcException { Status.DebugException: HttpRequestException or SocketException } =>
                $"cannot reach {server.OriginalString}: is `flux serve` running there?",
            RpcException { StatusCode: StatusCode.Unimplemented } rpc =>
                $"the server at {server.OriginalString} does not know this call ({rpc.Status.Detail}); "
                    + "is it of the same version?",
            RpcException rpc when rpc.Status.Detail.Length > 0 => rpc.Status.Detail,
            RpcException rpc => $"the server at {server.OriginalString} answered {rpc.StatusCode}",
            UnauthorizedAccessException =>
                $"{failure.Message.TrimEnd('.')}: change its permissions, or run as a user who may",
            CommandFailedException
            or AnalysisException
            or StatisticsException
            or DataFolderException
            or IOException
            or InvalidDataException
            or ArgumentException
            or NotSupportedException => failure.Message,
            AggregateException { InnerExceptions: [var only] } => Of(only, server),
            _ => $"{failure.GetType().Name}: {failure.Message} (run it again with --verbose for the stack trace)",
        };
}
