using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluxEntropy.Models.Tokenizers.Models;

namespace FluxEntropy.Models.Tokenizers.Json;

/// <summary>
/// Writes a byte-level BPE vocabulary as tokenizer.json, with a template that puts the special token before every text.
/// </summary>
internal static class TokenizerJsonWriter
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static void Write(string file, BpeVocabulary vocabulary, string special)
    {
        var id = vocabulary.Ids[special];
        var json = new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = id,
                    ["content"] = special,
                    ["single_word"] = false,
                    ["lstrip"] = false,
                    ["rstrip"] = false,
                    ["normalized"] = false,
                    ["special"] = true,
                }
            ),
            ["normalizer"] = null,
            ["pre_tokenizer"] = ByteLevel(),
            ["post_processor"] = Template(special, id),
            ["decoder"] = ByteLevel(),
            ["model"] = Model(vocabulary),
        };
        File.WriteAllText(file, json.ToJsonString(Readable));
    }

    private static JsonObject ByteLevel() =>
        new()
        {
            ["type"] = "ByteLevel",
            ["add_prefix_space"] = false,
            ["trim_offsets"] = true,
            ["use_regex"] = true,
        };

    private static JsonObject Template(string special, int id) =>
        new()
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(Special(special, 0), Sequence("A", 0)),
            ["pair"] = new JsonArray(Special(special, 0), Sequence("A", 0), Special(special, 1), Sequence("B", 1)),
            ["special_tokens"] = new JsonObject
            {
                [special] = new JsonObject
                {
                    ["id"] = special,
                    ["ids"] = new JsonArray(id),
                    ["tokens"] = new JsonArray(special),
                },
            },
        };

    private static JsonObject Special(string id, int type) =>
        new()
        {
            ["SpecialToken"] = new JsonObject { ["id"] = id, ["type_id"] = type },
        };

    private static JsonObject Sequence(string id, int type) =>
        new()
        {
            ["Sequence"] = new JsonObject { ["id"] = id, ["type_id"] = type },
        };

    private static JsonObject Model(BpeVocabulary vocabulary) =>
        new()
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = null,
            ["continuing_subword_prefix"] = null,
            ["end_of_word_suffix"] = null,
            ["fuse_unk"] = false,
            ["byte_fallback"] = false,
            ["ignore_merges"] = false,
            ["vocab"] = new JsonObject(
                vocabulary
                    .Ids.OrderBy(entry => entry.Value)
                    .Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))
            ),
            ["merges"] = new JsonArray([.. vocabulary.Merges.Select(pair => (JsonNode?)$"{pair.Left} {pair.Right}")]),
        };
}
