using System.Diagnostics;

namespace FluxEntropy.Benchmarks.Processes;

/// <summary>A process that this one starts and ends.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Queue<string> _lastLines = new();

    /// <summary>Starts a program, which inherits the environment. Its output is kept for error messages.</summary>
    public ChildProcess(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start) ?? throw new IOException($"'{program}' could not be started");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines that it printed.</summary>
    public string LastLines
    {
        get
        {
            lock (_lastLines)
                return string.Join('\n', _lastLines);
        }
    }

    /// <summary>Resident set size in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time of all its threads since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Kills it with SIGKILL, as if its machine were lost.</summary>
    public void Kill() => Send(Signal.Kill);

    /// <summary>Suspends it with SIGSTOP.</summary>
    public void Suspend() => Send(Signal.Stop);

    /// <summary>Resumes it with SIGCONT.</summary>
    public void Wake() => Send(Signal.Continue);

    /// <summary>Asks it to end, as Ctrl-C does, and waits; kills it if that takes too long.</summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        Wake();
        Send(Signal.Interrupt);
        using var late = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }
    }

    public Task ExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private void Send(Signal signal)
    {
        if (!_process.HasExited)
            Signals.Send(_process.Id, signal);
    }

    private void Keep(string? line)
    {
        const int Lines = 20;
        if (line is null)
            return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > Lines)
                _lastLines.Dequeue();
        }
    }
}
