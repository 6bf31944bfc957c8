using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Scores;

/// <summary>Folders are named after a profile's hash, so the hashes in here may never change.</summary>
public class ScoringProfileTests
{
    private static readonly ScoringProfile Profile = new()
    {
        Model = "small",
        ModelHash = "00112233445566778899aabbccddeeff",
        TokenizerHash = "ffeeddccbbaa99887766554433221100",
        VocabularySize = 1024,
        WindowTokens = 512,
        StrideTokens = 256,
        Dtype = "float32",
        Positions = ScoredPositions.All,
    };

    [Fact]
    public void The_hash_is_that_of_canonical_JSON() => Assert.Equal("62a72f4a3e532e36518af8261c6e7b29", Profile.Hash);

    [Fact]
    public void A_profile_kept_before_hashes_had_versions_keeps_its_hash()
    {
        var kept = Read(json => json.Remove("hashVersion"));
        Assert.Equal(1, kept.HashVersion);
        Assert.Equal("1086ac89e27766c4a513b011d8329bf0", kept.Hash);
        Assert.Equal([kept], Profile.Earlier);
    }

    [Fact]
    public void Another_name_of_the_model_is_the_same_profile_and_any_other_difference_is_not()
    {
        Assert.Equal(Profile.Hash, (Profile with { Model = "other" }).Hash);
        ScoringProfile[] others =
        [
            Profile with
            {
                ModelHash = Profile.TokenizerHash,
            },
            Profile with
            {
                TokenizerHash = Profile.ModelHash,
            },
            Profile with
            {
                VocabularySize = 1025,
            },
            Profile with
            {
                WindowTokens = 256,
            },
            Profile with
            {
                StrideTokens = 512,
            },
            Profile with
            {
                Dtype = "bfloat16",
            },
            Profile with
            {
                Positions = ScoredPositions.Last,
            },
            Profile with
            {
                ParseSpecialTokens = true,
            },
            Profile with
            {
                MetricVersion = Profile.MetricVersion + 1,
            },
        ];
        ScoringProfile[] newer =
        [
            Profile with
            {
                PrefixEndOfText = true,
            },
            Profile with
            {
                BosEachWindow = true,
            },
            Profile with
            {
                PredictedBytes = true,
            },
        ];
        Assert.All(newer, profile => Assert.Empty(profile.Earlier));
        Assert.Equal(
            others.Length + newer.Length + 1,
            others.Concat(newer).Append(Profile).Select(profile => profile.Hash).Distinct().Count()
        );
        Assert.Equal(
            others.Length + 1,
            others.Append(Profile).Select(profile => (profile with { HashVersion = 1 }).Hash).Distinct().Count()
        );
    }

    [Fact]
    public void The_hash_does_not_depend_on_the_order_in_which_properties_were_written() =>
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            var shuffled = Read(json =>
            {
                var members = json.OrderBy(_ => random.Next()).ToList();
                json.Clear();
                foreach (var member in members)
                    json.Add(member);
            });
            Assert.Equal((Profile, Profile.Hash), (shuffled, shuffled.Hash));
        });

    [Fact]
    public void The_token_sets_of_cut_documents_keep_their_names() =>
        Assert.Equal(
            ("5d8dc2a551db737ffdd97b194c462ab3", "20e67caead5fbd3582d7adf241df16c5"),
            ((Profile with { StrideTokens = 0 }).TokenSet, (Profile with { ParseSpecialTokens = true }).TokenSet)
        );

    [Fact]
    public void A_profile_of_a_later_version_says_what_to_do() =>
        Assert.Contains(
            "has 3, and this program knows 1 and 2; use the program that wrote it",
            Assert.Throws<InvalidDataException>(() => Read(json => json["hashVersion"] = 3).Hash).Message
        );

    /// <summary>The profile as a data folder keeps it, with a change.</summary>
    private static ScoringProfile Read(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(CheckedJson.Encode(Profile))!.AsObject();
        change(json);
        return json.Deserialize<ScoringProfile>(JsonSerializerOptions.Web)!;
    }
}
