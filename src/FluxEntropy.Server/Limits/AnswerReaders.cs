using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Server.Limits;

/// <summary>Makes the readers of answers.</summary>
internal sealed partial class AnswerReaders(
    MemoryBudget memory,
    QueryTurns turns,
    AnswersUnderWay underWay,
    TimeProvider time,
    ILogger<AnswerReaders> logger
)
{
    /// <summary>The reader of a call's answer, for as long as the call lasts.</summary>
    public AnswerReader For(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var reader = new AnswerReader(http.Connection.Id, memory, turns, underWay, time, () =>
        {
            LogGivenUp(context.Method, context.Peer);
            http.Abort();
        });
        http.Response.RegisterForDispose(reader);
        return reader;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Method}: {Peer} read nothing of its answer while others waited for the memory, and was given up"
    )]
    private partial void LogGivenUp(string method, string peer);
}
