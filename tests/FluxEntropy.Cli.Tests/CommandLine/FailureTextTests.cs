using System.Net.Sockets;
using FluxEntropy.Cli.CommandLine;
using Grpc.Core;

namespace FluxEntropy.Cli.Tests.CommandLine;

public sealed class FailureTextTests
{
    private static readonly Uri Server = new("http://127.0.0.1:5080");

    [Fact]
    public void Server_out_of_reach_is_named() =>
        Assert.Equal(
            "cannot reach http://127.0.0.1:5080: is `flux serve` running there?",
            Text(new RpcException(new Status(StatusCode.Unavailable, "x", new SocketException())))
        );

    [Fact]
    public void What_a_server_says_is_said_as_it_is() =>
        Assert.Equal(
            "there is no corpus 'books'",
            Text(new RpcException(new Status(StatusCode.NotFound, "there is no corpus 'books'")))
        );

    [Fact]
    public void Server_of_another_version_is_suspected_where_a_call_is_unknown() =>
        Assert.Contains(
            "is it of the same version?",
            Text(new RpcException(new Status(StatusCode.Unimplemented, "Service is unimplemented."))),
            StringComparison.Ordinal
        );

    [Fact]
    public void Status_without_a_word_is_named() =>
        Assert.Equal(
            "the server at http://127.0.0.1:5080 answered Internal",
            Text(new RpcException(new Status(StatusCode.Internal, "")))
        );

    [Fact]
    public void Single_cause_of_several_is_said_by_itself() =>
        Assert.Equal("disk full", Text(new AggregateException(new IOException("disk full"))));

    [Fact]
    public void Unexpected_exception_shows_its_type_and_where_to_see_more()
    {
        var text = Text(new InvalidOperationException("odd"));

        Assert.StartsWith("InvalidOperationException: odd", text, StringComparison.Ordinal);
        Assert.Contains("--verbose", text, StringComparison.Ordinal);
    }

    private static string Text(Exception failure) => FailureText.Of(failure, Server);
}
