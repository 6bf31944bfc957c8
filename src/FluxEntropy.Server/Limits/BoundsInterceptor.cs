using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace FluxEntropy.Server.Limits;

/// <summary>Refuses requests with a field that holds more than it may, before a service sees them.</summary>
internal sealed class BoundsInterceptor : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    ) => continuation(Checked(request), context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation
    ) => continuation(Checked(request), responseStream, context);

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation
    ) => continuation(new CheckedReader<TRequest>(requestStream), responseStream, context);

    private static T Checked<T>(T request)
    {
        if (request is IMessage message)
            RequestBounds.Check(message);
        return request;
    }

    private sealed class CheckedReader<T>(IAsyncStreamReader<T> requests) : IAsyncStreamReader<T>
    {
        public T Current => requests.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            var isThere = await requests.MoveNext(cancellationToken);
            if (isThere)
                Checked(requests.Current);
            return isThere;
        }
    }
}
