using System.IO.Hashing;
using System.Runtime.InteropServices;
using FluxEntropy.Sources;

namespace FluxEntropy.Models.Shipped;

/// <summary>
/// The texts of the model that ships, in a fixed shuffled order; one in twenty, chosen by its hash, is held out.
/// </summary>
internal sealed record ShippedModelTexts(IReadOnlyList<string> Training, IReadOnlyList<string> HeldOut)
{
    internal static ShippedModelTexts Read()
    {
        var folder = DotnetDocumentation.FindFolder()
            ?? throw new InvalidDataException(
                "no packs/*/*/ref/*/*.xml below this machine's dotnet folder; install a .NET SDK or set DOTNET_ROOT to one"
            );
        // Many members share a text word for word: each text counts once, or the held-out ones would have been seen in
        // training.
        var texts = DotnetDocumentation
            .Read(folder)
            .Select(member => member.Text)
            .Distinct()
            .Select(text => (Text: text, Hash: XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()))))
            .OrderBy(entry => entry.Hash)
            .ThenBy(entry => entry.Text, StringComparer.Ordinal)
            .ToList();
        return new ShippedModelTexts(
            [.. texts.Where(entry => entry.Hash % 20 != 0).Select(entry => entry.Text)],
            [.. texts.Where(entry => entry.Hash % 20 == 0).Select(entry => entry.Text)]
        );
    }
}
