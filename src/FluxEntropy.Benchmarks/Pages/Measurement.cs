using System.Text.Json;

namespace FluxEntropy.Benchmarks.Pages;

/// <summary>What a command measured, and where and when.</summary>
/// <param name="Command">Arguments of the program.</param>
/// <param name="Taken">When it ended.</param>
/// <param name="Machine">What it ran on.</param>
/// <param name="Version">Version of the program, with the commit if it is known.</param>
/// <param name="Report">What the command printed.</param>
public sealed record Measurement(
    string Command,
    DateTimeOffset Taken,
    string Machine,
    string Version,
    JsonElement Report
);
