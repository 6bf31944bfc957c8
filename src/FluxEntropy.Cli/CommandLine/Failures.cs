using System.CommandLine;
using System.Net.Sockets;
using FluxEntropy.Cli.Output;
using Spectre.Console;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>Turns what a verb threw into one clear line on standard error; the stack trace only under <c>--verbose</c>.</summary>
internal static class Failures
{
    /// <summary>Exit code of wrong usage.</summary>
    public const int WrongUsage = 2;

    private const int Failed = 1;

    /// <summary>Runs a verb; returns its exit code, or 1 when it threw, 2 when it was used wrongly.</summary>
    public static async Task<int> GuardAsync(Verb verb, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (output, errors) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        var terminal = new Terminal(output, errors, arguments.GetValue(SharedOptions.Verbose));
        try
        {
            return await verb.RunAsync(arguments, terminal, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested && !terminal.Verbose)
        {
            terminal.Say("Stopped.");
            return Failed;
        }
        catch (IOException broken) when (IsClosedPipe(broken))
        {
            // Whoever read standard output has seen enough: "flux query … | head".
            return Failed;
        }
        catch (WrongUsageException wrong)
        {
            Print(terminal, $"{SymbolText.PathOf(verb)}: {wrong.Message}");
            terminal.Say($"See '{SymbolText.PathOf(verb)} --help'.");
            return WrongUsage;
        }
        catch (Exception failure)
        {
            Print(terminal, FailureText.Of(failure, SharedOptions.ServerOf(arguments)));
            if (terminal.Verbose)
                terminal.Say(failure.ToString());
            return Failed;
        }
    }

    /// <summary>Writes an error line.</summary>
    public static void Print(Terminal terminal, string message) =>
        terminal.SayMarkup($"[red]error:[/] {Markup.Escape(message)}");

    private static bool IsClosedPipe(IOException failure) =>
        failure.InnerException is SocketException { SocketErrorCode: SocketError.Shutdown }
        || failure.Message.Contains("Broken pipe", StringComparison.OrdinalIgnoreCase);
}
