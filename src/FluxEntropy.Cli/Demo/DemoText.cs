using System.Text;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Sources;

namespace FluxEntropy.Cli.Demo;

/// <summary>The demo's documents: what the .NET SDK's XML documentation says of each member.</summary>
internal static class DemoText
{
    private static readonly Dictionary<string, string> Metadata = new() { ["license"] = "MIT" };

    /// <summary>The first <paramref name="count"/> members, always in the same order.</summary>
    /// <exception cref="CommandFailedException">This machine has no documentation, or less.</exception>
    public static IReadOnlyList<SourceDocument> Read(int count)
    {
        var folder = DotnetDocumentation.FindFolder()
            ?? throw new CommandFailedException(
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
            : throw new CommandFailedException(
                $"the SDK's documentation in {folder} has {documents.Count:N0} members to tell of; ask for no more with --documents {documents.Count}"
            );
    }
}
