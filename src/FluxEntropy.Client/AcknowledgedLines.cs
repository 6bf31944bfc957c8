using FluxEntropy.V1;
using Status = FluxEntropy.V1.DocumentOutcome.Types.Status;

namespace FluxEntropy.Client;

/// <summary>
/// What a server acknowledged, an object to be written as a line of JSON each: <c>{"corpus", "id", "textHash"}</c>, with
/// <c>"replaced"</c> where another text gave way, or <c>{"corpus", "id", "deleted"}</c>.
/// </summary>
internal static class AcknowledgedLines
{
    public static IEnumerable<object> Of(string corpus, AppendResponse answer) =>
        from outcome in answer.Outcomes
        where outcome.Status is Status.Accepted or Status.Present or Status.Replaced
        select outcome.Status == Status.Replaced
            ? (object)
                new
                {
                    corpus,
                    id = outcome.Id,
                    textHash = outcome.TextHash,
                    replaced = true,
                }
            : new
            {
                corpus,
                id = outcome.Id,
                textHash = outcome.TextHash,
            };

    public static IEnumerable<object> Of(string corpus, DeleteDocumentsResponse answer) =>
        answer.Documents.Select(document => new
        {
            corpus,
            id = document.Id,
            deleted = true,
        });
}
