using FluxEntropy.Benchmarks.Processes;

namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>
/// Attacks in a process of its own, so that the client that is measured does not share its threads and its memory: <c>flux bench attacks
/// --attack</c>.
/// </summary>
internal static class AttackerProcess
{
    /// <summary>What it prints when it begins.</summary>
    public const string Begins = "attacking";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Starts one, and waits until it begins.</summary>
    /// <exception cref="IOException">It ended before that; the message contains its output.</exception>
    public static async Task<ChildProcess> StartAsync(string attack, Uri server, CancellationToken cancellationToken)
    {
        var process = new ChildProcess(
            ThisProgram.Path,
            [.. ThisProgram.Arguments, "bench", "attacks", "--attack", attack, "--server", server.OriginalString]
        );
        while (!process.LastLines.Contains(Begins, StringComparison.Ordinal))
        {
            if (process.HasExited)
                throw new IOException($"the attack did not begin:\n{process.LastLines}");
            await Task.Delay(Poll, cancellationToken);
        }
        return process;
    }
}
