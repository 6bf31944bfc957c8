using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using FluxEntropy.Storage;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Grains.Faults;

/// <summary>
/// Has some calls of grains come late, and some twice, as where an answer was lost and the caller asked again: whoever calls
/// a grain must be able to. Armed by the fault <c>grain.calls=20</c>, in percent of all calls, and never in production. Which
/// calls it meets follows from their number alone.
/// </summary>
public sealed partial class UnreliableCalls : IIncomingGrainCallFilter
{
    /// <summary>The fault that arms it.</summary>
    public const string Fault = "grain.calls";

    private const uint Slowest = 100; // milliseconds

    private readonly uint _percent;
    private readonly TimeProvider _time;
    private long _calls;

    public UnreliableCalls(TimeProvider time, ILogger<UnreliableCalls> logger)
    {
        _time = time;
        _percent = uint.Parse(FaultPoints.ValueOf(Fault)!, CultureInfo.InvariantCulture);
        LogArmed(logger, _percent);
    }

    /// <summary>Whether a test asked for it.</summary>
    public static bool IsArmed => FaultPoints.ValueOf(Fault) is not null;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (IsOurs(context) && Draw() is var draw && draw % 100 < _percent)
        {
            draw /= 100;
            if (draw % 2 == 0)
                (await context.Request.Invoke()).Dispose(); // the answer that was lost, be it an error
            else
                await Task.Delay(TimeSpan.FromMilliseconds(draw % Slowest), _time);
        }
        await context.Invoke();
    }

    private static bool IsOurs(IIncomingGrainCallContext context) =>
        context.InterfaceMethod?.DeclaringType?.Assembly == typeof(UnreliableCalls).Assembly;

    private uint Draw()
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, Interlocked.Increment(ref _calls));
        return (uint)XxHash3.HashToUInt64(number);
    }

    [LoggerMessage(LogLevel.Warning, "{Percent}% of the calls of grains come late or twice, as a test asked for")]
    private static partial void LogArmed(ILogger logger, uint percent);
}
