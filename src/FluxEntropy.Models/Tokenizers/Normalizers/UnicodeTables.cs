using System.Globalization;

namespace FluxEntropy.Models.Tokenizers.Normalizers;

/// <summary>
/// Combining classes, and which characters decompose into which and compose again, as UnicodeComposition.txt lists
/// them.
/// </summary>
internal static class UnicodeTables
{
    private static readonly Lazy<Data> Tables = new(Read);

    /// <summary>The combining class of each character that has one above 0.</summary>
    internal static Dictionary<int, byte> Classes => Tables.Value.Classes;

    /// <summary>What a character decomposes into, in one step.</summary>
    internal static Dictionary<int, int[]> Decompositions => Tables.Value.Decompositions;

    /// <summary>The character that two compose to; null where there is none.</summary>
    internal static int? Compose(int first, int second) =>
        Hangul.Compose(first, second)
        ?? (Tables.Value.Compositions.TryGetValue((first, second), out var composed) ? composed : null);

    private sealed record Data(
        Dictionary<int, byte> Classes,
        Dictionary<int, int[]> Decompositions,
        Dictionary<(int, int), int> Compositions
    );

    private static Data Read()
    {
        var data = new Data([], [], []);
        using var stream = typeof(UnicodeTables).Assembly.GetManifestResourceStream("UnicodeComposition.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(' ');
            static int Hex(string field) => int.Parse(field, NumberStyles.HexNumber);
            switch (fields[0])
            {
                case "c":
                    for (var point = Hex(fields[1]); point <= Hex(fields[2]); point++)
                        data.Classes.Add(point, byte.Parse(fields[3]));
                    break;
                case "d" or "p":
                    int[] parts = [.. fields[2..].Select(Hex)];
                    data.Decompositions.Add(Hex(fields[1]), parts);
                    if (fields[0] == "p")
                        data.Compositions.Add((parts[0], parts[1]), Hex(fields[1]));
                    break;
            }
        }

        return data;
    }
}
