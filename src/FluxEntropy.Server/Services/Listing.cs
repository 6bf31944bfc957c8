using FluxEntropy.Server.Health;
using Google.Protobuf;

namespace FluxEntropy.Server.Services;

/// <summary>Describes what a listing names, each apart: one that is broken is listed with its reason, and harms no other.</summary>
internal sealed class Listing(DamagedItems damaged)
{
    private const int AtOnce = 16;

    /// <param name="kind">What they are, such as "corpus".</param>
    /// <param name="names">What to list, in order.</param>
    /// <param name="describe">Describes one; null for one that was deleted meanwhile.</param>
    /// <param name="broken">The entry of one that cannot be described, with the reason.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves.</param>
    /// <returns>As many as fit into one response, and whether there are more.</returns>
    public async Task<(IReadOnlyList<T> Described, bool More)> DescribeAsync<T>(
        string kind,
        IEnumerable<string> names,
        Func<string, Task<T?>> describe,
        Func<string, string, T> broken,
        CancellationToken cancellationToken
    )
        where T : class, IMessage
    {
        var described = new List<T>();
        var room = new ResponseRoom();
        foreach (var part in names.Chunk(AtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var one in (await Task.WhenAll(part.Select(OneAsync))).OfType<T>())
            {
                if (!room.Takes(one))
                    return (described, true);
                described.Add(one);
            }
        }
        return (described, false);

        async Task<T?> OneAsync(string name)
        {
            try
            {
                var one = await describe(name);
                damaged.Met($"{kind} {name}", reason: null);
                return one;
            }
            catch (Exception failure)
            {
                var reason = ServerPaths.Shorten(failure.Message);
                if (failure is InvalidDataException or IOException)
                    damaged.Met($"{kind} {name}", reason);
                return broken(name, reason);
            }
        }
    }
}
