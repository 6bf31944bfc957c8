using FluxEntropy.Grains;
using FluxEntropy.Ingest;
using FluxEntropy.Sessions;

namespace FluxEntropy.Server.Services;

/// <summary>Finds what a request names, or refuses with what there is.</summary>
internal static class CorpusLookup
{
    public static async Task<CorpusSettings> RequireCorpusAsync(this Catalog catalog, string field, string name) =>
        await catalog.FindCorpusAsync(Invalid.Name(field, name))
        ?? throw Invalid.NotFound($"{field}: there is no corpus '{name}'; {Existing("corpora", catalog.CorpusNames())}");

    public static async Task<SessionSettings> RequireSessionAsync(this Catalog catalog, string field, string name) =>
        await catalog.FindSessionAsync(Invalid.Name(field, name))
        ?? throw Invalid.NotFound($"{field}: there is no session '{name}'; {Existing("sessions", catalog.SessionNames())}");

    private static string Existing(string kind, IReadOnlyList<string> names) => names.Count == 0
        ? $"there are no {kind} yet: create one first."
        : $"{kind}: {string.Join(", ", names.Take(10))}{(names.Count > 10 ? ", …" : ".")}";
}
