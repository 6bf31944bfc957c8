using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Tests;

/// <summary>A terminal whose two streams can be read.</summary>
internal sealed class Screen : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    /// <param name="columns">Width of a line; null for as long as it is.</param>
    public Screen(int? columns = null)
    {
        Terminal = new Terminal(_output, _errors, verbose: false);
        if (columns is { } width)
            Terminal.Data.Profile.Width = width;
    }

    public Terminal Terminal { get; }

    public string Output => _output.ToString();

    public string Errors => _errors.ToString();

    /// <summary>The lines of standard output.</summary>
    public string[] Lines => Output.TrimEnd('\n').Split('\n');

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }
}
