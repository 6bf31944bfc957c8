using System.Globalization;
using System.Text;
using FluxEntropy.Sources;
using FluxEntropy.V1;

namespace FluxEntropy.Client;

/// <summary>Puts what a source reader yields into a request.</summary>
internal static class AppendRequestExtensions
{
    /// <summary>Adds a document or a rejection; returns about how many bytes the request grew by.</summary>
    public static int Add(this AppendRequest batch, SourceItem item)
    {
        if (item is SourceDocument { Id: var id, Text: var text } source)
        {
            // The origin travels with the document, so that a quarantine record can name it.
            var metadata = new Dictionary<string, string>(source.Metadata);
            metadata.TryAdd("file", source.Source);
            metadata.TryAdd("line", source.Line.ToString(CultureInfo.InvariantCulture));
            batch.Documents.Add(
                new Document
                {
                    Id = id,
                    Text = text,
                    Metadata = { metadata },
                }
            );
            return Encoding.UTF8.GetByteCount(text)
                + Encoding.UTF8.GetByteCount(id)
                + metadata.Sum(field => field.Key.Length + field.Value.Length)
                + 1;
        }

        if (item is not SourceRejection rejected)
            return 0; // a notice is for whoever reads the source
        batch.Rejected.Add(
            new RejectedRecord
            {
                Source = rejected.Source,
                Line = (ulong)rejected.Line,
                Reason = rejected.Reason,
            }
        );
        return rejected.Reason.Length;
    }
}
