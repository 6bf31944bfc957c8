using FluxEntropy.Cli.Output;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Profiles;

/// <summary>Profiles as people and as scripts read them.</summary>
internal static class ProfileText
{
    public static object Json(Profile profile) =>
        new
        {
            profile.Hash,
            profile.Model,
            profile.VocabularySize,
            profile.WindowTokens,
            profile.StrideTokens,
            profile.Dtype,
            profile.Positions,
            profile.PrefixEndOfText,
            profile.BosEachWindow,
            profile.PredictedBytes,
            profile.ParseSpecialTokens,
        };

    public static object Json(CorpusProfile profile) =>
        new
        {
            profile.Active,
            profile.Indexed,
            profile.Pending,
            profile = Json(profile.Profile),
            profile.Problem,
        };

    /// <summary>What a profile is, in one line.</summary>
    public static string Line(Profile profile)
    {
        var windows =
            profile.StrideTokens > 0
                ? $"windows of {profile.WindowTokens} tokens, a new one every {profile.StrideTokens}"
                : $"truncated to {profile.WindowTokens} tokens";
        if (profile.PrefixEndOfText)
            windows += ", after the end-of-text token";
        if (profile.BosEachWindow)
            windows += ", BOS before each";
        if (profile.ParseSpecialTokens)
            windows += ", special tokens parsed";
        return $"{profile.Model} ({profile.Dtype}, {profile.Positions} positions, {windows})";
    }

    public static string Line(CorpusProfile profile) =>
        profile.Problem.Length > 0
            ? $"{profile.Profile.Hash}  broken: {profile.Problem}"
            : $"{profile.Profile.Hash[..8]}  {Line(profile.Profile)}: {profile.Indexed:N0} of "
                + $"{Units.Count((long)(profile.Indexed + profile.Pending), "document")} scored"
                + (profile.Active ? ", active" : "");
}
