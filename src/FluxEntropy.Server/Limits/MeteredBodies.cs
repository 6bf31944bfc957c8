using System.IO.Pipelines;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace FluxEntropy.Server.Limits;

/// <summary>Puts <see cref="MeteredBody"/> between Kestrel and gRPC.</summary>
internal static class MeteredBodies
{
    /// <summary>Meters the messages of every call.</summary>
    public static void UseMeteredBodies(this IApplicationBuilder application)
    {
        var memory = application.ApplicationServices.GetRequiredService<MemoryBudget>();
        var time = application.ApplicationServices.GetRequiredService<TimeProvider>();
        application.Use(
            async (HttpContext context, RequestDelegate next) =>
            {
                var method = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
                var call = new MeteredCall(
                    context.Connection.Id,
                    method?.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming,
                    MessageLimits.Of(method?.ServiceName)
                );
                using var body = new MeteredBody(
                    context.Request.BodyReader,
                    memory,
                    call,
                    time,
                    context.RequestAborted
                );
                context.Features.Set<IRequestBodyPipeFeature>(new BodyFeature(body));
                context.Features.Set(body);
                await next(context);
            }
        );
    }

    /// <summary>Takes over the memory of the message that the call read last, which is given back by disposing of it.</summary>
    public static MessageShare? TakeShare(this ServerCallContext context) =>
        context.GetHttpContext().Features.Get<MeteredBody>()?.TakeShare();

    private sealed record BodyFeature(PipeReader Reader) : IRequestBodyPipeFeature;
}
