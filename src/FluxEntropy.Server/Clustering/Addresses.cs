using System.Text.Json;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Storage;

namespace FluxEntropy.Server.Clustering;

/// <summary>
/// The addresses of a cluster's processes, a file for each under <c>servers/</c> of the data folder. They are hints for
/// people and programs: a process that was killed leaves its file until another one of its cluster starts.
/// </summary>
internal sealed class Addresses(LocalFileStore files, ClusterMembers members)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task PublishAsync(ServerAddress server)
    {
        var alive = members.Names;
        foreach (
            var file in files
                .Files(DataLayout.Servers)
                .Where(file => !alive.Contains(Path.GetFileNameWithoutExtension(file)))
        )
            files.Delete($"{DataLayout.Servers}/{file}");
        await files.PublishAsync(DataLayout.Server(server.Silo), JsonSerializer.SerializeToUtf8Bytes(server, Json));
    }

    public void Withdraw(string silo) => files.Delete(DataLayout.Server(silo));
}

/// <summary>Where a process answers, what it does, and which process it is.</summary>
internal sealed record ServerAddress(string Silo, string Roles, string Address, string Machine, int Process);
