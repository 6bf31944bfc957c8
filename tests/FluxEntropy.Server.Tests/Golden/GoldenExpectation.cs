using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FluxEntropy.Server.Tests.Golden;

/// <summary>What <c>expected.json</c> of a golden folder holds.</summary>
internal sealed record GoldenExpectation
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Version of the program that made the folder.</summary>
    public required string MadeBy { get; init; }

    /// <summary>Documents whose scores and steps are asked for, by corpus.</summary>
    public required SortedDictionary<string, string[]> Documents { get; init; }

    /// <summary>Steps that the log of each session holds.</summary>
    public required SortedDictionary<string, ulong> Recorded { get; init; }

    /// <summary>Sessions that train on by themselves when the folder is opened.</summary>
    public required IReadOnlyList<string> Resuming { get; init; }

    /// <summary>The <c>counts</c> that <c>flux verify --json</c> printed.</summary>
    public JsonObject Counts { get; init; } = [];

    /// <summary>See <see cref="GoldenAnswers"/>.</summary>
    public JsonObject Answers { get; init; } = [];

    /// <summary>Curriculum version and token hash of each recorded step, by session.</summary>
    public SortedDictionary<string, SortedDictionary<ulong, string>> Steps { get; init; } = [];

    public static GoldenExpectation Read(string path) =>
        JsonSerializer.Deserialize<GoldenExpectation>(File.ReadAllBytes(path), Format)!;

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Format) + "\n");
}
