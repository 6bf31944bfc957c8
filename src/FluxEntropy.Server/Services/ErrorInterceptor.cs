using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Storage;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Server.Services;

/// <summary>Turns what a handler threw into a status that a client in any language can act on.</summary>
internal sealed partial class ErrorInterceptor(
    IHostApplicationLifetime lifetime,
    DataFolder folder,
    ILogger<ErrorInterceptor> logger
) : Interceptor
{
    private const int MaxDetail = 2000; // characters

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    ) => Guard(() => continuation(request, context), context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> response,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation
    ) => Guard(() => UntilStoppingAsync(continuation(request, response, context)), context);

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> request,
        IServerStreamWriter<TResponse> response,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation
    ) => Guard(() => UntilStoppingAsync(continuation(request, response, context)), context);

    // A watcher would keep its connection, and so the process, until the time for stopping is over.
    private async Task<bool> UntilStoppingAsync(Task stream)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStopping.Register(stopping.SetResult);
        if (await Task.WhenAny(stream, stopping.Task) == stopping.Task)
            throw new RpcException(
                new Status(
                    StatusCode.Unavailable,
                    "The server is stopping. Connect again when it is back; what was acknowledged is kept."
                )
            );
        await stream;
        return true;
    }

    private async Task<T> Guard<T>(Func<Task<T>> handler, ServerCallContext context)
    {
        try
        {
            return await handler();
        }
        catch (RpcException refusal)
        {
            throw Refused(refusal.StatusCode, refusal.Status.Detail);
        }
        catch (Exception) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The client left."));
        }
        catch (Exception exception) when (DiskSpace.IsExhausted(exception))
        {
            throw new RpcException(
                new Status(
                    StatusCode.ResourceExhausted,
                    "The server's disk is full; what was acknowledged is kept. Make room in its data folder, then repeat the "
                        + "call: every call is safe to repeat."
                )
            );
        }
        // A grain that could not be activated in time.
        catch (Exception exception) when (exception.IsTransient() || exception is OperationCanceledException)
        {
            throw new RpcException(
                new Status(
                    StatusCode.Unavailable,
                    "A part of the server did not answer, or not in time; whether the call took "
                        + "effect is unknown. Repeat it: every call is safe to repeat."
                )
            );
        }
        catch (DeletedException gone) // what a client goes on with was deleted meanwhile
        {
            throw Refused(StatusCode.NotFound, gone.Message);
        }
        catch (Exception exception)
        {
            LogFailure(exception, context.Method);
            throw Refused(StatusCode.Internal, $"{exception.GetType().Name}: {ServerPaths.Shorten(exception.Message)}");
        }
    }

    // A message travels in a header, of which clients take 8 KiB, and percent signs make three bytes of one.
    private RpcException Refused(StatusCode status, string detail) =>
        new(new Status(status, Invalid.Cut(ServerPaths.Hide(folder.Files.Root, detail), MaxDetail)));

    [LoggerMessage(LogLevel.Error, "{Method} failed")]
    private partial void LogFailure(Exception exception, string method);
}
