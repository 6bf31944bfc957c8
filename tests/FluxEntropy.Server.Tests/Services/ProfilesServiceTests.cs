using FluxEntropy.V1;
using Grpc.Core;
using static FluxEntropy.Server.Tests.Services.ServiceTests;

namespace FluxEntropy.Server.Tests.Services;

[Collection(Name)]
public sealed class ProfilesServiceTests(ServiceHost host)
{
    [Fact]
    public async Task A_profile_that_is_there_is_added_to_no_effect_and_another_one_waits_to_be_scored()
    {
        var corpus = await host.CorpusAsync(documents: 5);

        var same = await Add(new() { Corpus = corpus });
        var other = await Add(new() { Corpus = corpus, Model = TrainingEngineFactory.UnscoredModel });
        var listed = (await host.Profiles.ListAsync(new ListProfilesRequest { Corpus = corpus })).Profiles;

        Assert.Equal(("simulated", true, 5ul, 0ul), (same.Profile.Model, same.Active, same.Indexed, same.Pending));
        Assert.Equal(
            (TrainingEngineFactory.UnscoredModel, false, 0ul, 5ul),
            (other.Profile.Model, other.Active, other.Indexed, other.Pending)
        );
        Assert.Equal([same, other], listed);
    }

    [Fact]
    public async Task A_profile_is_made_active_once_it_is_complete_or_that_is_waived()
    {
        var corpus = await host.CorpusAsync(documents: 5);
        var own = (await host.ScoredAsync(corpus)).Profile.Hash;
        var other = (await Add(new() { Corpus = corpus, Model = TrainingEngineFactory.UnscoredModel })).Profile.Hash;

        await RefusedAsync(
            StatusCode.FailedPrecondition,
            "^profile: 5 of 5 documents wait to be scored under it; wait, or set incomplete",
            Activate(new() { Corpus = corpus, Profile = other })
        );
        var switched = await Activate(
            new()
            {
                Corpus = corpus,
                Profile = other[..8],
                Incomplete = true,
            }
        );
        var pending = (await host.Corpora.GetAsync(new GetCorpusRequest { Name = corpus })).Pending;
        var back = await Activate(new() { Corpus = corpus, Profile = own });

        Assert.Equal((true, other, 5ul), (switched.Active, switched.Profile.Hash, pending));
        Assert.Equal((true, own), (back.Active, back.Profile.Hash));
    }

    [Fact]
    public async Task A_listing_goes_on_after_a_profile_whichever_is_active()
    {
        var corpus = await host.CorpusAsync(documents: 5);
        for (uint window = 8; window < 14; window++)
            await Add(
                new()
                {
                    Corpus = corpus,
                    Model = TrainingEngineFactory.UnscoredModel,
                    WindowTokens = window,
                }
            );
        var all = await AfterAsync("");
        Assert.Equal(7, all.Count);
        Assert.Equal(all.Skip(1).Order(StringComparer.Ordinal), all.Skip(1));

        // Page after page of one, while another one becomes active in between.
        var seen = new List<string> { all[0] };
        Assert.Equal(all.Skip(1), await AfterAsync(all[0]));
        foreach (var hash in all.Skip(1))
        {
            seen.Add(hash);
            var rest = await AfterAsync(hash);
            Assert.Empty(all.Except(seen).Except(rest));
            await Activate(
                new()
                {
                    Corpus = corpus,
                    Profile = all[^1],
                    Incomplete = true,
                }
            );
        }
        Assert.False((await host.Profiles.ListAsync(new ListProfilesRequest { Corpus = corpus })).More);

        async Task<List<string>> AfterAsync(string hash) =>
            [
                .. (
                    await host.Profiles.ListAsync(new ListProfilesRequest { Corpus = corpus, After = hash })
                ).Profiles.Select(profile => profile.Profile.Hash),
            ];
    }

    [Fact]
    public async Task What_cannot_be_added_or_made_active_is_refused_with_the_field()
    {
        var corpus = await host.CorpusAsync(documents: 5);

        await RefusedAsync(StatusCode.NotFound, "^corpus: there is no corpus 'none'", Add(new() { Corpus = "none" }));
        await RefusedAsync(
            StatusCode.NotFound,
            "^model: this server has no model 'none'; it has simulated, unscored. Start it with --model DIR for each",
            Add(new() { Corpus = corpus, Model = "none" })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^window_tokens: 1 is outside 2 to",
            Add(new() { Corpus = corpus, WindowTokens = 1 })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^stride_tokens: 9 is outside 1 to 8",
            Add(
                new()
                {
                    Corpus = corpus,
                    WindowTokens = 8,
                    StrideTokens = 9,
                }
            )
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^stride_tokens: has no meaning with truncate",
            Add(
                new()
                {
                    Corpus = corpus,
                    Truncate = true,
                    StrideTokens = 9,
                }
            )
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^positions: 'none' is not one of predicting, all and last",
            Add(new() { Corpus = corpus, Positions = "none" })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^corpus: there is no corpus 'none'",
            host.Profiles.ListAsync(new ListProfilesRequest { Corpus = "none" })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^corpus: there is no corpus 'none'",
            Activate(new() { Corpus = "none" })
        );
        await RefusedAsync(StatusCode.InvalidArgument, "^profile: is required", Activate(new() { Corpus = corpus }));
        await RefusedAsync(
            StatusCode.NotFound,
            "^profile: 'ffff' names no one profile",
            Activate(new() { Corpus = corpus, Profile = "ffff" })
        );
    }

    private AsyncUnaryCall<CorpusProfile> Add(AddProfileRequest request) => host.Profiles.AddAsync(request);

    private AsyncUnaryCall<CorpusProfile> Activate(ActivateProfileRequest request) =>
        host.Profiles.ActivateAsync(request);
}
