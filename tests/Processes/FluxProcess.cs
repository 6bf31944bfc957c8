using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace FluxEntropy.Tests.Processes;

/// <summary>The real executable in a process of its own, as a user starts it.</summary>
internal sealed class FluxProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(4); // the machine may be slow; nothing is measured here

    /// <summary>The program of util-linux that runs another on a terminal of its own.</summary>
    private const string Script = "/usr/bin/script";

    /// <summary>The program of util-linux that runs another as another user.</summary>
    private const string SetPrivileges = "/usr/bin/setpriv";

    private const string Bash = "/bin/bash";

    private const string Nobody = "65534";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private FluxProcess(Process process) => _process = process;

    public string Output => Text(_output);

    public string Errors => Text(_errors);

    /// <summary>Exit code; a process that was killed by signal n has 128 + n.</summary>
    public int ExitCode => _process.ExitCode;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a command.</summary>
    /// <param name="arguments">Of the command.</param>
    /// <param name="fault">Named points at which it dies or stands still.</param>
    /// <param name="workingFolder">Where it starts; the folder of temporary files unless said.</param>
    /// <param name="variable">A variable of its environment, such as <c>DOTNET_EnableAVX2=0</c>.</param>
    public static FluxProcess Start(
        IEnumerable<string> arguments,
        string? fault = null,
        string? workingFolder = null,
        string? variable = null
    )
    {
        var start = StartOf(Host);
        start.WorkingDirectory = workingFolder ?? start.WorkingDirectory;
        if (variable?.Split('=', 2) is [var name, var value])
            start.Environment[name] = value;
        start.ArgumentList.Add(Executable());
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Start(start, fault);
    }

    private static FluxProcess Start(ProcessStartInfo start, string? fault = null)
    {
        start.Environment.Remove("FLUXENTROPY_FAULT");
        if (fault is not null)
            start.Environment["FLUXENTROPY_FAULT"] = fault;
        var flux = new FluxProcess(Process.Start(start)!);
        flux._process.OutputDataReceived += (_, line) => Append(flux._output, line.Data);
        flux._process.ErrorDataReceived += (_, line) => Append(flux._errors, line.Data);
        flux._process.BeginOutputReadLine();
        flux._process.BeginErrorReadLine();
        return flux;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<FluxProcess> RunAsync(params string[] arguments)
    {
        var flux = Start(arguments);
        flux._process.StandardInput.Close();
        await flux.ExitAsync();
        return flux;
    }

    /// <summary>
    /// Runs a command to its end on a terminal of its own with 256 colours; what it prints, on either stream, is
    /// <see cref="Output"/>.
    /// </summary>
    /// <param name="columns">Width of the terminal.</param>
    /// <param name="arguments">None of them may hold a space or what a shell takes for more than itself.</param>
    public static async Task<FluxProcess> RunOnTerminalAsync(int columns, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Script), $"a terminal is made by {Script}, which is not here");
        var start = StartOf(Script);
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        start.Environment.Remove("COLORTERM");
        foreach (
            var argument in new[]
            {
                "--quiet",
                "--return",
                "--command",
                $"stty cols {columns}; '{Host}' '{Executable()}' {string.Join(' ', arguments)}",
                "/dev/null",
            }
        )
            start.ArgumentList.Add(argument);
        var flux = Start(start);
        flux._process.StandardInput.Close();
        await flux.ExitAsync();
        return flux;
    }

    /// <summary>Runs a command to its end whose standard output is a pipe that nobody reads any more, as behind <c>| head</c>.</summary>
    public static Task<FluxProcess> RunWithClosedOutputAsync(params string[] arguments) =>
        RunInShellAsync("exec 3> >(exit 0); wait $!; exec \"$@\" >&3 3>&-", arguments);

    /// <summary>Runs a command to its end as a line of bash does, in which the command is <c>"$@"</c>.</summary>
    public static async Task<FluxProcess> RunInShellAsync(string line, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Bash), $"{Bash} is not here");
        var start = StartOf(Bash);
        foreach (var argument in (string[])["-c", line, Bash, Host, Executable(), .. arguments])
            start.ArgumentList.Add(argument);
        var flux = Start(start);
        flux._process.StandardInput.Close();
        await flux.ExitAsync();
        return flux;
    }

    /// <summary>Runs a command to its end as the user nobody, since root may read and write whatever the modes of files say.</summary>
    public static async Task<FluxProcess> RunAsNobodyAsync(params string[] arguments)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can run a command as another user");
        Assert.SkipUnless(
            File.Exists(SetPrivileges),
            $"a command is run as another user by {SetPrivileges}, which is not here"
        );
        await using var probe = await RunAsNobodyUncheckedAsync("--version");
        Assert.SkipUnless(
            probe.ExitCode == 0,
            $"the user nobody cannot run '{Executable()}' here: {probe.Errors.Trim()}"
        );
        return await RunAsNobodyUncheckedAsync(arguments);
    }

    private static async Task<FluxProcess> RunAsNobodyUncheckedAsync(params string[] arguments)
    {
        var start = StartOf(SetPrivileges);
        foreach (
            var argument in (string[])
                ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--", Host, Executable(), .. arguments]
        )
            start.ArgumentList.Add(argument);
        var flux = Start(start);
        flux._process.StandardInput.Close();
        await flux.ExitAsync();
        return flux;
    }

    /// <summary>Waits for the process to end, and for all that it printed.</summary>
    public async Task ExitAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The process did not end within {Timeout}. It printed:\n{Output}\n{Errors}");
        }
    }

    /// <summary>Waits until something was printed on standard error, and returns the line that holds it.</summary>
    public async Task<string> ErrorLineAsync(string part)
    {
        var until = Stopwatch.StartNew();
        while (true)
        {
            if (Errors.Split('\n').FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } line)
                return line;
            if (HasExited || until.Elapsed > Timeout)
                throw new InvalidOperationException(
                    $"'{part}' was never printed (exited: {HasExited}). The process printed:\n{Output}\n{Errors}"
                );
            await Task.Delay(20);
        }
    }

    /// <summary>Writes to standard input, which stays open.</summary>
    public async Task WriteAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends standard input.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate() => _ = Kill(_process.Id, 15);

    /// <summary>Sends SIGKILL.</summary>
    public void Kill() => _ = Kill(_process.Id, 9);

    /// <summary>Sends SIGSTOP: the process hangs.</summary>
    public void Suspend() => _ = Kill(_process.Id, 19);

    /// <summary>Sends SIGCONT: the process goes on where it hung.</summary>
    public void Wake() => _ = Kill(_process.Id, 18);

    /// <summary>Waits until the process stands still, as it does at a point where it hangs.</summary>
    public async Task HungAsync()
    {
        var until = Stopwatch.StartNew();
        while (!IsHung())
        {
            if (HasExited || until.Elapsed > Timeout)
                throw new InvalidOperationException(
                    $"The process never hung (exited: {HasExited}). It printed:\n{Output}\n{Errors}"
                );
            await Task.Delay(20);
        }
    }

    // The state stands behind the name of the program, which is in parentheses: T is stopped by a signal.
    private bool IsHung() =>
        File.ReadAllText($"/proc/{Id}/stat") is var status && status[status.LastIndexOf(')') + 2] == 'T';

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    /// <summary>The model that ships, beside the executable.</summary>
    public static string ShippedModel => Path.Combine(Path.GetDirectoryName(Executable())!, "Shipped", "flux-1m");

    // FLUXENTROPY_EXECUTABLE names the flux.dll of another version: golden folders are made with that.
    // tests/PROJECT/bin/CONFIGURATION/net10.0 → src/FluxEntropy.Cli/bin/CONFIGURATION/net10.0
    /// <summary>The program's assembly, which <see cref="Host"/> runs.</summary>
    public static string Executable()
    {
        if (Environment.GetEnvironmentVariable("FLUXENTROPY_EXECUTABLE") is { Length: > 0 } other)
            return other;
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (output.Name, output.Parent!.Name);
        var root = output.Parent.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", "FluxEntropy.Cli", "bin", configuration, framework, "flux.dll");
    }

    /// <summary>The .NET host.</summary>
    public static string Host =>
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    private static ProcessStartInfo StartOf(string program) =>
        new(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            if (line is not null)
                text.Append(line).Append('\n');
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
