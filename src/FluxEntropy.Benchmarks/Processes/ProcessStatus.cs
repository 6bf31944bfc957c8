using System.Globalization;

namespace FluxEntropy.Benchmarks.Processes;

/// <summary>What Linux says of a process's memory, in /proc.</summary>
/// <param name="ResidentBytes">Resident set size (VmRSS).</param>
/// <param name="PeakResidentBytes">The largest that it ever was (VmHWM).</param>
internal sealed record ProcessStatus(long ResidentBytes, long PeakResidentBytes)
{
    private const int Kibibyte = 1 << 10;

    public static ProcessStatus Of(int process)
    {
        var lines = File.ReadAllLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status");
        return new(Bytes("VmRSS:"), Bytes("VmHWM:"));

        long Bytes(string field) =>
            long.Parse(
                lines
                    .First(line => line.StartsWith(field, StringComparison.Ordinal))
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]
                    .Split('\t')[^1],
                CultureInfo.InvariantCulture
            ) * Kibibyte;
    }
}
