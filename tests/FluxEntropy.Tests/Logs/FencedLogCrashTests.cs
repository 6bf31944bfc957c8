using System.Text;
using CsCheck;
using FluxEntropy.Logs;
using FluxEntropy.Storage;
using FluxEntropy.Tests.Storage;

namespace FluxEntropy.Tests.Logs;

/// <summary>
/// Random tenures on a disk that forgets: processes die at any write, machines crash, writers live on after they were
/// replaced.
/// </summary>
public sealed class FencedLogCrashTests
{
    [Fact]
    public Task What_was_acknowledged_is_kept_once_and_in_order_whatever_dies() =>
        Gen.Int.SampleAsync(seed => new Simulation(new Random(seed)).RunAsync(), iter: 400);

    private sealed class Simulation(Random random)
    {
        private readonly FaultInjectingDisk _disk = new();
        private readonly MemoryFenceRecord _record = new();
        private readonly List<LogCommit?> _backups = [null];
        private readonly List<FencedLog> _living = [];
        private readonly List<string> _acknowledged = [];
        private int _sent;

        public async Task RunAsync()
        {
            for (var step = 0; step < 40; step++)
                await StepAsync(random.Next(12));

            await using var log = await OpenAsync(_disk.Mount(random, int.MaxValue));
            var kept = await log.ReadAllAsync()
                .Select(record => Encoding.UTF8.GetString(record.Payload.Span))
                .ToListAsync();
            Assert.Equal(kept.Distinct(), kept);
            Assert.Equal(_acknowledged, kept.Where(_acknowledged.ToHashSet().Contains));
        }

        private async Task StepAsync(int choice)
        {
            if (choice == 0)
            {
                _disk.Crash(random);
                _living.Clear();
            }
            else if (choice == 1)
            {
                _record.Restore(_backups[random.Next(_backups.Count)]);
            }
            else if (choice <= 4)
            {
                await SurviveAsync(async () => _living.Add(await OpenAsync(_disk.Mount(random, random.Next(40)))));
            }
            else if (_living.Count > 0)
            {
                await AppendAsync(_living[random.Next(_living.Count)]);
                _backups.Add(_record.Value);
            }
        }

        private Task<FencedLog> OpenAsync(IFileStore store) =>
            FencedLog.OpenAsync(store, "log", _record.Open(), "test");

        private async Task AppendAsync(FencedLog log)
        {
            var batch = Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"record {_sent++}").ToList();
            await SurviveAsync(async () =>
            {
                await log.AppendAsync([
                    .. batch.Select(record => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(record)),
                ]);
                _acknowledged.AddRange(batch);
            });
        }

        private static async Task SurviveAsync(Func<Task> attempt)
        {
            try
            {
                await attempt();
            }
            catch (Exception exception) when (exception is InjectedCrashException or LogFencedException)
            {
                // What these tests are about: the outcome of the attempt is unknown, and nothing was acknowledged.
            }
        }
    }
}
