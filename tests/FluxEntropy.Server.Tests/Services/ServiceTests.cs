using System.Text.RegularExpressions;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Server.Tests.Services;

/// <summary>The tests of the services share a server; each has corpora and sessions of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ServiceTests : ICollectionFixture<ServiceHost>
{
    public const string Name = "services";

    /// <summary>A call that must be refused.</summary>
    /// <param name="status">The status.</param>
    /// <param name="said">What the message must say, as a regular expression.</param>
    /// <param name="call">The call.</param>
    internal static async Task RefusedAsync<T>(StatusCode status, string said, AsyncUnaryCall<T> call)
    {
        using (call)
            Check(await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync), status, said);
    }

    /// <inheritdoc cref="RefusedAsync{T}(StatusCode, string, AsyncUnaryCall{T})"/>
    internal static async Task RefusedAsync<T>(StatusCode status, string said, AsyncServerStreamingCall<T> call)
    {
        using (call)
            Check(
                await Assert.ThrowsAsync<RpcException>(() =>
                    call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)
                ),
                status,
                said
            );
    }

    internal static void Check(RpcException refusal, StatusCode status, string said)
    {
        Assert.True(status == refusal.StatusCode, $"{refusal.StatusCode}, not {status}: {refusal.Status.Detail}");
        Assert.True(
            Regex.IsMatch(refusal.Status.Detail, said, RegexOptions.None, TimeSpan.FromSeconds(5)),
            $"'{refusal.Status.Detail}' does not say '{said}'"
        );
    }

    /// <summary>Everything that a stream brings.</summary>
    internal static async Task<IReadOnlyList<T>> AllAsync<T>(AsyncServerStreamingCall<T> call)
    {
        using (call)
            return await call
                .ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken)
                .ToListAsync(TestContext.Current.CancellationToken);
    }

    internal static CurriculumSpec Spec(string schedule, uint bins = 4) => new() { Schedule = schedule, Bins = bins };
}
