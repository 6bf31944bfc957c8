using FluxEntropy.V1;

namespace FluxEntropy.Server.Tests.Golden;

/// <summary>Documents made of the sentences of a small grammar, the same for the same seed on every machine.</summary>
internal static class GoldenTexts
{
    private static readonly string[] Subjects =
    [
        "The lighthouse keeper",
        "A tired ferryman",
        "My neighbour's daughter",
        "The clockmaker",
        "Nobody at the harbour",
        "An old surveyor",
        "The baker in Mill Lane",
        "Our new apprentice",
    ];

    private static readonly string[] Verbs =
    [
        "mends",
        "forgets",
        "carries",
        "paints",
        "measures",
        "sells",
        "hides",
        "counts",
    ];

    private static readonly string[] Objects =
    [
        "a copper kettle",
        "the northern map",
        "seven wet ropes",
        "three letters from Oslo",
        "the brass weights",
        "a basket of plums",
        "an unlabelled key",
        "last winter's nets",
    ];

    private static readonly string[] Endings =
    [
        "before breakfast",
        "while it rains",
        "without a word",
        "for twenty crowns",
        "behind the customs house",
        "and writes it down",
        "although nobody asked",
        "until the tide turns",
    ];

    private static readonly string[] Sources = ["harbour", "market", "archive"];

    /// <summary>Documents of one to ten sentences, with a source and a language as metadata.</summary>
    /// <param name="prefix">Of their ids, which go on with a number from <paramref name="first"/> on.</param>
    /// <param name="first">Number of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="revision">Another one gives the same ids other texts. The default value is 0.</param>
    public static IReadOnlyList<Document> Documents(string prefix, int first, int count, int revision = 0) =>
        [.. Enumerable.Range(first, count).Select(number => Document(prefix, number, revision))];

    private static Document Document(string prefix, int number, int revision)
    {
        var random = new Random((revision * 100_003) + (number * 31) + prefix.Length);
        var sentences = Enumerable.Range(0, 1 + random.Next(10)).Select(_ => Sentence(random));
        return new Document
        {
            Id = $"{prefix}-{number:D3}",
            Text = $"{number}. {string.Join(' ', sentences)}",
            Metadata = { ["source"] = Sources[number % Sources.Length], ["language"] = number % 5 == 0 ? "nb" : "en" },
        };
    }

    private static string Sentence(Random random)
    {
        return $"{Any(Subjects)} {Any(Verbs)} {Any(Objects)} {Any(Endings)}.";

        string Any(string[] words) => words[random.Next(words.Length)];
    }
}
