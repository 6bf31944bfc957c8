using System.CommandLine;
using FluxEntropy.Cli.Output;
using Grpc.Core;
using Spectre.Console;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>Turns what a verb threw into one clear line on standard error; the stack trace only under <c>--verbose</c>.</summary>
internal static class Failures
{
    /// <summary>Exit code of wrong usage.</summary>
    public const int WrongUsage = 2;

    /// <summary>Exit code of a verb that was stopped before its job was done: that of a process which SIGINT ended.</summary>
    public const int Stopped = 130;

    /// <summary>Exit code of a verb whose output its reader closed (<c>| head</c>): that of a process which SIGPIPE ended.</summary>
    public const int OutputClosed = 141;

    private const int Failed = 1;

    /// <summary>
    /// Runs a verb; returns its exit code, or 1 when it threw, 2 when it was used wrongly, 130 when Ctrl-C or SIGTERM came before it
    /// was done, 141 when nobody reads its output any more, which is not worth a word. Verbs that such a signal ends in order, such as a
    /// server, return 0 themselves.
    /// </summary>
    public static async Task<int> GuardAsync(Verb verb, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (output, errors) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        var terminal = new Terminal(output, errors, arguments.GetValue(SharedOptions.Verbose));
        try
        {
            return await verb.RunAsync(arguments, terminal, cancellationToken);
        }
        catch (Exception closed) when (OutputClosedException.IsCauseOf(closed))
        {
            return OutputClosed;
        }
        catch (Exception stopped) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Say(terminal.Verbose ? $"Stopped. {stopped}" : "Stopped.");
            return Stopped;
        }
        catch (WrongUsageException wrong)
        {
            return Refuse(terminal, verb, wrong.Message);
        }
        // What the server calls an invalid argument came from the command line.
        catch (RpcException refused) when (refused.StatusCode is StatusCode.InvalidArgument or StatusCode.OutOfRange)
        {
            return Refuse(terminal, verb, FailureText.Of(refused, SharedOptions.ServerOf(arguments)));
        }
        catch (Exception failure)
        {
            Print(terminal, FailureText.Of(failure, SharedOptions.ServerOf(arguments)));
            if (terminal.Verbose)
                terminal.Say(failure.ToString());
            return Failed;
        }
    }

    private static int Refuse(Terminal terminal, Verb verb, string message)
    {
        Print(terminal, $"{SymbolText.PathOf(verb)}: {message}");
        terminal.Say($"See '{SymbolText.PathOf(verb)} --help'.");
        return WrongUsage;
    }

    /// <summary>Writes an error line.</summary>
    public static void Print(Terminal terminal, string message) =>
        terminal.SayMarkup($"[red]error:[/] {Markup.Escape(message)}");
}
