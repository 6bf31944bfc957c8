namespace FluxEntropy.Server.Services;

/// <summary>Describes what a listing names, each apart: one that is broken is listed with its reason, and harms no other.</summary>
internal static class Listing
{
    private const int AtOnce = 16;

    /// <param name="names">What to list, in order.</param>
    /// <param name="describe">Describes one; null for one that was deleted meanwhile.</param>
    /// <param name="broken">The entry of one that cannot be described, with the reason.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves.</param>
    public static async Task<IReadOnlyList<T>> DescribeAsync<T>(
        IEnumerable<string> names,
        Func<string, Task<T?>> describe,
        Func<string, string, T> broken,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var described = new List<T>();
        foreach (var part in names.Chunk(AtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            described.AddRange((await Task.WhenAll(part.Select(OneAsync))).OfType<T>());
        }
        return described;

        async Task<T?> OneAsync(string name)
        {
            try
            {
                return await describe(name);
            }
            catch (Exception failure)
            {
                return broken(name, failure.Message);
            }
        }
    }
}
