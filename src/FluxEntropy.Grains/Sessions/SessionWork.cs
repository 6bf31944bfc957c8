namespace FluxEntropy.Grains.Sessions;

/// <summary>
/// What the sessions of this process have done beside their grains, on the thread pool: answers to questions, and merges of snapshots. As
/// many of each are in progress at once as half the processors, the others wait for their turn, so that neither the steps of trainers nor
/// memory suffer from how many ask.
/// </summary>
public sealed class SessionWork : IDisposable
{
    private readonly SemaphoreSlim _answers = new(Slots);
    private readonly SemaphoreSlim _merges = new(Slots);

    /// <summary>How many of each are in progress at once.</summary>
    public static int Slots => Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Answers a question from what does not change while this runs.</summary>
    /// <param name="answer">Finds the answer.</param>
    /// <param name="cancellationToken">The question is asked no more.</param>
    public Task<T> AnswerAsync<T>(Func<Task<T>> answer, CancellationToken cancellationToken) =>
        RunAsync(_answers, answer, cancellationToken);

    /// <summary>Merges a snapshot, which takes 24 bytes a document until it is written.</summary>
    public Task<T> MergeAsync<T>(Func<Task<T>> merge) => RunAsync(_merges, merge, CancellationToken.None);

    public void Dispose()
    {
        _answers.Dispose();
        _merges.Dispose();
    }

    private static async Task<T> RunAsync<T>(
        SemaphoreSlim slots,
        Func<Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            slots.Release();
        }
    }
}
