using System.Runtime.InteropServices;

namespace FluxEntropy.Benchmarks.Processes;

/// <summary>Signals by their POSIX numbers.</summary>
internal enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Continue = 18,
    Stop = 19,
}

/// <summary>Sends signals, of which .NET itself knows only SIGKILL.</summary>
internal static class Signals
{
    public static void Send(int process, Signal signal) => _ = Kill(process, (int)signal);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
