using System.Globalization;
using System.Text.Json;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Logs;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Fencing;

/// <summary>Which log a fencing record is of.</summary>
public static class FencedLogs
{
    private const string Shards = "document/"; // of DocumentGrain
    private const string Sessions = "session/"; // of SessionGrain

    /// <summary>Name of the state that holds the record, in the store.</summary>
    public const string StateName = "log";

    /// <summary>Folder of the log that a grain writes, in a data folder.</summary>
    /// <param name="grain">Id of the grain, as <see cref="GrainId.ToString"/> writes it.</param>
    /// <exception cref="FormatException">No grain of that id writes a log.</exception>
    public static string FolderOf(string grain)
    {
        if (grain.StartsWith(Sessions, StringComparison.Ordinal))
            return DataLayout.SessionLog(grain[Sessions.Length..]);
        if (!grain.StartsWith(Shards, StringComparison.Ordinal))
            throw new FormatException($"'{grain}' is not a grain that writes a log; expected document/… or session/…");
        var shard = ShardKey.Parse(grain[Shards.Length..]);
        return DataLayout.ShardLog(shard.CorpusId, shard.Shard);
    }

    /// <summary>Id of the grain that writes a log: what <see cref="FolderOf"/> takes.</summary>
    /// <param name="folder">Folder of the log, in a data folder.</param>
    /// <exception cref="FormatException">It is not a folder of a log.</exception>
    public static string GrainOf(string folder)
    {
        var grain = folder.Split('/') switch
        {
            [DataLayout.Sessions, var session, _] => Sessions + session,
            [DataLayout.Corpora, var corpus, _, var shard, _]
                when int.TryParse(shard, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => Shards
                + new ShardKey(corpus, number),
            _ => "",
        };
        return grain.Length > 0 && FolderOf(grain) == folder
            ? grain
            : throw new FormatException($"'{folder}' is not a folder of a log.");
    }

    /// <summary>Writes a record as <see cref="Read"/> reads it.</summary>
    public static byte[] Write(LogCommit commit) => JsonSerializer.SerializeToUtf8Bytes(FenceRecord.Of(commit));

    /// <summary>Reads a record as a store keeps it: JSON with the names of <see cref="FenceRecord"/>.</summary>
    /// <exception cref="JsonException">It is not JSON, or no fencing record.</exception>
    public static LogCommit Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<FenceRecord>(json)?.ToCommit()
        ?? throw new JsonException("A fencing record is null.");
}
