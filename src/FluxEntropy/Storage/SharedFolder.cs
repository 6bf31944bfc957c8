using System.Text.Json;

namespace FluxEntropy.Storage;

/// <summary>What <c>cluster.json</c> says: a generated id of the folder, and the cluster that shares it.</summary>
internal sealed record SharedFolder(string Id, string Cluster, string Store)
{
    /// <summary>The cluster that shares a folder; null for none.</summary>
    /// <exception cref="DataFolderException">The file that says so is damaged.</exception>
    public static ClusterIdentity? Read(string root)
    {
        var path = Path.Join(root, DataLayout.Cluster);
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<SharedFolder>(File.ReadAllBytes(path)) is { } shared
                ? new ClusterIdentity(shared.Cluster, shared.Store)
                : null;
        }
        catch (JsonException exception)
        {
            throw new DataFolderException($"'{path}' is damaged: it is not JSON. Restore it from a copy", exception);
        }
    }

    /// <summary>Binds a folder to a cluster: all its processes read the same file, whichever of them wrote it.</summary>
    /// <returns>The folder's id.</returns>
    /// <exception cref="DataFolderException">The folder belongs to another cluster.</exception>
    public static string Join(LocalFileStore files, ClusterIdentity cluster)
    {
        var mine = JsonSerializer.SerializeToUtf8Bytes(new SharedFolder(DataLayout.NewId(), cluster.Id, cluster.Store));
        files.PublishAsync(DataLayout.Cluster, mine).GetAwaiter().GetResult();
        var owner = JsonSerializer.Deserialize<SharedFolder>(
            files.ReadAsync(DataLayout.Cluster).GetAwaiter().GetResult()
        );
        if (owner is null || owner.Cluster != cluster.Id || owner.Store != cluster.Store)
            throw new DataFolderException(
                $"data folder '{files.Root}' belongs to the cluster '{owner?.Cluster}' kept in {owner?.Store}, "
                    + $"not to '{cluster.Id}' in {cluster.Store}: join that one with --store and --cluster-id, or choose "
                    + "another folder with --data. If the cluster moved permanently, stop all its servers and delete "
                    + DataLayout.Cluster
            );
        return owner.Id;
    }
}
