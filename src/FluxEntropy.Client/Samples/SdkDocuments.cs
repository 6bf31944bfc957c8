using System.Text;
using FluxEntropy.Sources;

namespace FluxEntropy.Client.Samples;

/// <summary>Real text that needs no download: the .NET SDK's XML documentation, one document per member.</summary>
public static class SdkDocuments
{
    private static readonly Dictionary<string, string> Metadata = new() { ["license"] = "MIT" };

    /// <summary>The first <paramref name="count"/> members, always in the same order.</summary>
    /// <exception cref="InvalidDataException">
    /// This machine has no SDK, or its documentation has fewer members.
    /// </exception>
    public static IReadOnlyList<SourceDocument> Read(int count)
    {
        var folder = DotnetDocumentation.FindFolder()
            ?? throw new InvalidDataException(
                "no .NET SDK was found whose XML documentation could be read; install a .NET SDK or set DOTNET_ROOT to one"
            );
        var documents = DotnetDocumentation
            .Read(folder)
            .Where(member => Encoding.UTF8.GetByteCount(member.Id) <= SourceOptions.MaxIdBytes)
            .Take(count)
            .Select((member, i) => new SourceDocument(member.Id, member.Text, Metadata, folder, i + 1))
            .ToList();
        return documents.Count == count
            ? documents
            : throw new InvalidDataException(
                $"the SDK's documentation in {folder} describes {documents.Count:N0} members; "
                    + $"ask for no more than that with --documents {documents.Count}"
            );
    }
}
