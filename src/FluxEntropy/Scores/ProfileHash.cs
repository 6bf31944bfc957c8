using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FluxEntropy.Codecs;

namespace FluxEntropy.Scores;

/// <summary>
/// The ways in which the identity of a profile is, and was, taken. Folders are named by it, so none of them may ever give another
/// hash: members have their names and order written here, whatever becomes of <see cref="ScoringProfile"/>.
/// </summary>
internal static class ProfileHash
{
    /// <summary>
    /// Version 2: XXH128 of canonical JSON. A property that <see cref="ScoringProfile"/> gains is added only where it has not its
    /// default value, so that the profiles of before keep their hash.
    /// </summary>
    public static string Canonical(ScoringProfile profile)
    {
        var members = new JsonObject
        {
            ["dtype"] = profile.Dtype,
            ["metricVersion"] = profile.MetricVersion,
            ["modelHash"] = profile.ModelHash,
            ["parseSpecialTokens"] = profile.ParseSpecialTokens,
            ["positions"] = (int)profile.Positions,
            ["strideTokens"] = profile.StrideTokens,
            ["tokenizerHash"] = profile.TokenizerHash,
            ["vocabularySize"] = profile.VocabularySize,
            ["windowTokens"] = profile.WindowTokens,
        };
        if (profile.PrefixEndOfText)
            members["prefixEndOfText"] = true;
        if (profile.BosEachWindow)
            members["bosEachWindow"] = true;
        if (profile.PredictedBytes)
            members["predictedBytes"] = true;
        return Hash(CanonicalJson.Encode(JsonSerializer.SerializeToElement(members)));
    }

    /// <summary>Version 1: XXH128 of JSON in the order in which the properties were declared.</summary>
    public static string Declared(ScoringProfile profile) =>
        Hash(JsonSerializer.SerializeToUtf8Bytes(new DeclaredProfile(profile)));

    /// <summary>Name of the token set of a profile that cuts documents, parses special tokens or adds end-of-text tokens.</summary>
    public static string TokenSet(ScoringProfile profile) =>
        Hash(JsonSerializer.SerializeToUtf8Bytes(new DeclaredTokenSet(profile)));

    private static string Hash(byte[] json) => Convert.ToHexStringLower(XxHash128.Hash(json));

    private sealed class DeclaredProfile(ScoringProfile profile)
    {
        [JsonPropertyOrder(1), JsonPropertyName("Model")]
        public string Model { get; } = "";

        [JsonPropertyOrder(2), JsonPropertyName("ModelHash")]
        public string ModelHash => profile.ModelHash;

        [JsonPropertyOrder(3), JsonPropertyName("TokenizerHash")]
        public string TokenizerHash => profile.TokenizerHash;

        [JsonPropertyOrder(4), JsonPropertyName("VocabularySize")]
        public int VocabularySize => profile.VocabularySize;

        [JsonPropertyOrder(5), JsonPropertyName("WindowTokens")]
        public int WindowTokens => profile.WindowTokens;

        [JsonPropertyOrder(6), JsonPropertyName("StrideTokens")]
        public int StrideTokens => profile.StrideTokens;

        [JsonPropertyOrder(7), JsonPropertyName("Dtype")]
        public string Dtype => profile.Dtype;

        [JsonPropertyOrder(8), JsonPropertyName("Positions")]
        public int Positions => (int)profile.Positions;

        [JsonPropertyOrder(9), JsonPropertyName("ParseSpecialTokens")]
        public bool ParseSpecialTokens => profile.ParseSpecialTokens;

        [JsonPropertyOrder(10), JsonPropertyName("MetricVersion")]
        public int MetricVersion => profile.MetricVersion;
    }

    private sealed class DeclaredTokenSet(ScoringProfile profile)
    {
        [JsonPropertyOrder(1), JsonPropertyName("TokenizerHash")]
        public string TokenizerHash => profile.TokenizerHash;

        [JsonPropertyOrder(2), JsonPropertyName("Cut")]
        public int Cut => profile.StrideTokens > 0 ? 0 : profile.WindowTokens;

        [JsonPropertyOrder(3), JsonPropertyName("ParseSpecialTokens")]
        public bool ParseSpecialTokens => profile.ParseSpecialTokens;

        [JsonPropertyOrder(4), JsonPropertyName("PrefixEndOfText")]
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool PrefixEndOfText => profile.PrefixEndOfText;
    }
}
