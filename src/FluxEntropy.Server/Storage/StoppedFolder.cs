using FluxEntropy.Repairs;
using FluxEntropy.Storage;
using FluxEntropy.Verification;
using StackExchange.Redis;

namespace FluxEntropy.Server.Storage;

/// <summary>Verifies a data folder whose server has stopped, by path.</summary>
public static class StoppedFolder
{
    /// <param name="folder">The data folder.</param>
    /// <param name="acknowledged">
    /// File of what a client saw acknowledged, as <see cref="ExpectedDocuments"/> reads it; null to compare the folder's files
    /// with each other only.
    /// </param>
    /// <param name="namesAllThatWasSent">Whether any document that the file does not name is an error.</param>
    /// <param name="withFences">
    /// Whether the logs are compared with what the store of fences says was committed: <c>state.db</c>, and Redis where a cluster
    /// uses the folder.
    /// </param>
    /// <param name="redis">The cluster's Redis; null for the one that the folder names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DataFolderException">It is no data folder, or a server uses it.</exception>
    public static async Task<VerificationReport> VerifyAsync(
        string folder,
        string? acknowledged = null,
        bool namesAllThatWasSent = false,
        bool withFences = true,
        ConfigurationOptions? redis = null,
        CancellationToken cancellationToken = default
    )
    {
        using var data = DataFolder.OpenStopped(folder);
        var expected = acknowledged is null
            ? null
            : await ExpectedDocuments.ReadAsync(acknowledged, namesAllThatWasSent, cancellationToken);
        var committed = withFences ? await FolderFences.ReadAsync(data, isLive: false, redis) : null;
        return await DataFolderVerifier.VerifyAsync(data, expected, committed, cancellationToken);
    }

    /// <summary>What a repair would do.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<RepairStep>> PlanRepairAsync(
        DataFolder data,
        CancellationToken cancellationToken = default
    )
    {
        var steps = await DataFolderRepair.PlanAsync(data, cancellationToken);
        return data.Cluster is null && FenceRepair.Plan(data.Files) is { } fences ? [.. steps, fences] : steps;
    }
}
