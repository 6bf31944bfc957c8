using System.Diagnostics;
using System.Text.RegularExpressions;
using FluxEntropy.Benchmarks.Processes;
using FluxEntropy.Client;
using FluxEntropy.Sources;

namespace FluxEntropy.Benchmarks.Workload;

/// <summary>
/// An embedded server in its own process, with simulated devices that hardly wait, so that it fills large folders
/// quickly.
/// </summary>
internal static partial class BenchServer
{
    public const string Corpus = "bench";

    private const string FastDevices = "sim:8@100000000";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Time-out for stopping one.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromMinutes(2);

    /// <param name="data">Its data folder.</param>
    /// <param name="devices">Its devices; null for those that a server takes by default.</param>
    public static ChildProcess Start(string data, string? devices = FastDevices) =>
        new(
            ThisProgram.Path,
            [
                .. ThisProgram.Arguments,
                "serve",
                "--data",
                data,
                "--listen",
                "http://127.0.0.1:0",
                .. devices is null ? Array.Empty<string>() : ["--devices", devices],
            ]
        );

    /// <summary>Waits until it serves.</summary>
    /// <exception cref="IOException">It ended before that; the message contains its output.</exception>
    public static async Task<Uri> AddressAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Address().Match(process.LastLines) is { Success: true } match)
                return new Uri(match.Value);
            if (process.HasExited)
                throw new IOException($"the server did not start:\n{process.LastLines}");
            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>Fills a folder with a corpus of that many documents, all scored.</summary>
    public static async Task FillAsync(
        string data,
        int documents,
        Action<string> tell,
        CancellationToken cancellationToken
    )
    {
        await using var process = Start(data);
        using var client = new FluxClient(await AddressAsync(process, cancellationToken));
        await client.Corpora.CreateAsync(
            new()
            {
                Name = Corpus,
                Shards = 8,
                Groups = 4,
            },
            cancellationToken: cancellationToken
        );
        var begun = Stopwatch.StartNew();
        await new Ingestion(client, Corpus).SendAsync(
            BenchDocuments.Of(documents).ToAsyncEnumerable<SourceItem>(),
            cancellationToken
        );
        await client.WaitUntilScoredAsync(Corpus, _ => { }, cancellationToken);
        tell($"{documents:N0} documents ingested and scored in {begun.Elapsed.TotalSeconds:N0} s");
        await process.StopAsync(Timeout);
    }

    [GeneratedRegex(@"(?<=^Serving .* at )http://[^\s]+", RegexOptions.Multiline)]
    private static partial Regex Address();
}
