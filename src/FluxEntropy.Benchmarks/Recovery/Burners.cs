namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>Threads that only burn processor time, so that cores are short.</summary>
internal static class Burners
{
    public static Task[] Start(int threads, CancellationToken cancellationToken) =>
        [
            .. Enumerable
                .Range(0, threads)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            while (!cancellationToken.IsCancellationRequested)
                                Thread.SpinWait(1000);
                        },
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                ),
        ];
}
