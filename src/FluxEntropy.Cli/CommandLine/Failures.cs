using System.CommandLine;
using System.Net.Sockets;
using FluxEntropy.Analysis;
using FluxEntropy.Analysis.Statistics;
using FluxEntropy.Cli.Output;
using FluxEntropy.Storage;
using Grpc.Core;
using Spectre.Console;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>What a person has to put right before the command can succeed; the message is one line that says what.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);

/// <summary>What the command line asks for and cannot be had, found only after parsing (of a model, say); exit code 2.</summary>
internal sealed class WrongUsageException(string message) : Exception(message);

/// <summary>Turns what a verb threw into one clear line on standard error; the stack trace only under <c>--verbose</c>.</summary>
internal static class Failures
{
    /// <summary>Exit code of wrong usage.</summary>
    public const int WrongUsage = 2;

    private const int Failed = 1;

    /// <summary>Runs a verb; returns its exit code, or 1 when it threw, 2 when it was used wrongly.</summary>
    public static async Task<int> GuardAsync(Verb verb, ParseResult arguments, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(arguments.GetValue(SharedOptions.Verbose));
        try
        {
            return await verb.RunAsync(arguments, terminal, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested && !terminal.Verbose)
        {
            terminal.Say("Stopped.");
            return Failed;
        }
        catch (IOException broken)
            when (broken.InnerException is SocketException { SocketErrorCode: SocketError.Shutdown }
                || IsClosedPipe(broken)
            )
        {
            // Whoever read standard output has seen enough: "flux query … | head".
            return Failed;
        }
        catch (WrongUsageException wrong)
        {
            Print(terminal, $"{HelpPage.PathOf(verb)}: {wrong.Message}");
            terminal.Say($"See '{HelpPage.PathOf(verb)} --help'.");
            return WrongUsage;
        }
        catch (Exception failure)
        {
            Print(terminal, Describe(failure, arguments));
            if (terminal.Verbose)
                terminal.Say(failure.ToString());
            return Failed;
        }
    }

    /// <summary>Writes an error line.</summary>
    public static void Print(Terminal terminal, string message) =>
        terminal.SayMarkup($"[red]error:[/] {Markup.Escape(message)}");

    private static string Describe(Exception failure, ParseResult arguments) =>
        failure switch
        {
            RpcException { Status.DebugException: HttpRequestException or SocketException } =>
                $"cannot reach {ServerOf(arguments)}: is `flux serve` running there?",
            RpcException { StatusCode: StatusCode.Unimplemented } rpc =>
                $"the server at {ServerOf(arguments)} does not know this call ({rpc.Status.Detail}); is it of the same version?",
            RpcException rpc when rpc.Status.Detail.Length > 0 => rpc.Status.Detail,
            RpcException rpc => $"the server at {ServerOf(arguments)} answered {rpc.StatusCode}",
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
            AggregateException { InnerExceptions: [var only] } => Describe(only, arguments),
            _ => $"{failure.GetType().Name}: {failure.Message} (run it again with --verbose for the whole story)",
        };

    private static string ServerOf(ParseResult arguments) => SharedOptions.ServerOf(arguments).OriginalString;

    private static bool IsClosedPipe(IOException failure) =>
        failure.Message.Contains("Broken pipe", StringComparison.OrdinalIgnoreCase);
}
