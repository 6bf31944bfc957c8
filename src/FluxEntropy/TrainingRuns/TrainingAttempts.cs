using System.Globalization;
using FluxEntropy.Storage;

namespace FluxEntropy.TrainingRuns;

/// <summary>
/// The attempts to train a session: an empty file each, named after how far the session was and the process (<c>000000000200.SILO</c>).
/// It is there before the model is made and gone when the run ends, however it ends; so one whose process is no longer there is an attempt
/// that it crashed in. It counts as long as the session did not come further, and until a person starts the run again.
/// </summary>
/// <param name="store">The data folder.</param>
/// <param name="sessionId">The session.</param>
public sealed class TrainingAttempts(IFileStore store, string sessionId)
{
    /// <summary>Crashes in a row after which a run is not resumed by itself.</summary>
    public const int MaxCrashes = 3;

    private readonly string _folder = DataLayout.TrainingAttempts(sessionId);

    /// <summary>
    /// How far a session is. Steps that were made before and lost again do not count twice: a run that dies at its thirtieth step makes 29
    /// each time.
    /// </summary>
    /// <param name="reported">The step after the last one reported.</param>
    /// <param name="checkpoint">The newest checkpoint, or null.</param>
    public static long Progress(long reported, Checkpoint? checkpoint) => reported + (checkpoint?.Step ?? 0);

    /// <summary>Processes that crashed since the session came as far as it is.</summary>
    /// <param name="alive">Names of the processes that are there.</param>
    /// <param name="progress">How far it is.</param>
    public int Crashes(IReadOnlySet<string> alive, long progress) =>
        store.Files(_folder).Count(file => ProgressOf(file) >= progress && !alive.Contains(SiloOf(file)));

    /// <summary>Records an attempt of a process, in the place of those that do not count any more.</summary>
    public async Task BeginAsync(string silo, long progress)
    {
        var attempt = $"{progress.ToString("D12", CultureInfo.InvariantCulture)}.{silo}";
        await store.PublishAsync($"{_folder}/{attempt}", ReadOnlyMemory<byte>.Empty);
        Delete(file => file != attempt && (SiloOf(file) == silo || ProgressOf(file) < progress));
    }

    /// <summary>Says that a process outlived its attempt.</summary>
    public void End(string silo) => Delete(file => SiloOf(file) == silo);

    /// <summary>Forgets all attempts but that of a process.</summary>
    public void ForgetOthers(string silo) => Delete(file => SiloOf(file) != silo);

    private void Delete(Func<string, bool> isOver)
    {
        foreach (var file in store.Files(_folder).Where(isOver).ToList())
            store.Delete($"{_folder}/{file}");
    }

    private static long ProgressOf(string file) =>
        long.TryParse(file.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var progress)
            ? progress
            : 0;

    private static string SiloOf(string file) => file[(file.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
