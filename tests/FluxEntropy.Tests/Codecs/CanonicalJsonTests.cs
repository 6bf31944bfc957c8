using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using FluxEntropy.Codecs;

namespace FluxEntropy.Tests.Codecs;

public class CanonicalJsonTests
{
    private static readonly Gen<JsonNode?> GenValue = Gen.Recursive<JsonNode?>(
        (depth, gen) =>
            depth == 3
                ? GenLeaf()
                : Gen.OneOf(GenLeaf(), gen.Array[0, 4].Select(items => (JsonNode?)new JsonArray(items)), GenObject(gen))
    );

    [Theory]
    [InlineData(
        """{ "b": [1, 2.50, true, null], "a": {"y": "", "x": -0.0} }""",
        """{"a":{"x":0,"y":""},"b":[1,2.5,true,null]}"""
    )]
    [InlineData(
        """{"\u20ac": 1, "\r": 2, "\ud83d\ude00": 3, "1": 4, "\ufb33": 5}""",
        "{\"\\r\":2,\"1\":4,\"€\":1,\"😀\":3,\"\ufb33\":5}"
    )]
    [InlineData(
        """ "\u000f\u000a\u0041\u0042\u0022\u005c\\\"\u002f\u007f<é" """,
        "\"\\u000f\\nAB\\\"\\\\\\\\\\\"/\u007f<é\""
    )]
    public void Values_are_written_the_one_way(string json, string canonical) => Assert.Equal(canonical, Encode(json));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-1e-320", "-1e-320")]
    [InlineData("4.9406564584124654e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("295147905179352830000", "295147905179352830000")]
    [InlineData("9.999999999999997e22", "9.999999999999997e+22")]
    [InlineData("1e21", "1e+21")]
    [InlineData("1e20", "100000000000000000000")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("123.4560", "123.456")]
    [InlineData("333333333.33333329", "333333333.3333333")]
    public void Numbers_are_written_as_ECMAScript_does(string json, string canonical) =>
        Assert.Equal(canonical, Encode(json));

    [Fact]
    public void Order_and_spacing_of_the_source_change_nothing_and_the_value_is_the_same() =>
        Gen.Select(GenValue, Gen.Int)
            .Sample(
                (value, seed) =>
                {
                    var json = value?.ToJsonString() ?? "null";
                    var shuffled = Shuffle(value, new Random(seed));
                    var canonical = Encode(json);
                    Assert.Equal(canonical, Encode(shuffled?.ToJsonString(Indented) ?? "null"));
                    Assert.Equal(canonical, Encode(canonical));
                    Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(canonical)), canonical);
                },
                iter: 1000
            );

    [Theory]
    [InlineData("""{"a": 1, "\u0061": 2}""")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""{"\udc00": 0}""")]
    [InlineData("1e400")]
    public void What_has_no_canonical_form_is_refused(string json) =>
        Assert.Throws<FormatException>(() => Encode(json));

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };

    private static string Encode(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(CanonicalJson.Encode(document.RootElement));
    }

    private static Gen<JsonNode?> GenLeaf() =>
        Gen.OneOf(
            Gen.Const((JsonNode?)null),
            Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Double.Where(double.IsFinite).Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Int.Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.String.Where(IsText).Select(value => (JsonNode?)JsonValue.Create(value))
        );

    private static Gen<JsonNode?> GenObject(Gen<JsonNode?> gen) =>
        Gen.Dictionary(Gen.String.Where(IsText), gen)[0, 5].Select(members => (JsonNode?)new JsonObject(members));

    private static bool IsText(string value) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)) == value;

    private static JsonNode? Shuffle(JsonNode? value, Random random) =>
        value switch
        {
            JsonObject members => new JsonObject(
                members
                    .OrderBy(_ => random.Next())
                    .Select(member => KeyValuePair.Create(member.Key, Shuffle(member.Value, random)))
            ),
            JsonArray items => new JsonArray([.. items.Select(item => Shuffle(item, random))]),
            _ => value?.DeepClone(),
        };
}
