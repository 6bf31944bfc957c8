using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Server.Tests.Pipeline;

public class ProfileTests
{
    private const string Corpus = "corpus";

    [Fact]
    public async Task A_second_profile_is_scored_beside_the_active_one_and_switched_to_at_once()
    {
        using var folder = new TemporaryFolder();
        var documents = PipelineClient.Documents(120);
        var client = new PipelineClient(documents);
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            var profiles = new Profiles.ProfilesClient(server.Channel);
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await client.IngestAsync(server.Channel);
            var before = await PipelineClient.ScoredAsync(server.Channel);
            var added = await profiles.AddAsync(
                new AddProfileRequest
                {
                    Corpus = Corpus,
                    WindowTokens = 8,
                    Truncate = true,
                }
            );
            Assert.False(added.Active);
            Assert.NotEqual(before.Profile.Hash, added.Profile.Hash);
            var scored = await CompleteAsync(profiles, added.Profile.Hash);
            Assert.Equal((120ul, 0ul), (scored.Indexed, scored.Pending));

            var (old, beside, unnamed) = (
                await TokensAsync(before.Profile.Hash),
                await TokensAsync(added.Profile.Hash[..6]),
                await TokensAsync("")
            );
            Assert.Equal(old, unnamed);
            Assert.True(
                beside.All(tokens => tokens <= 8) && old.Any(tokens => tokens > 8),
                "documents cut at eight tokens count eight at most"
            );

            Assert.True(
                (
                    await profiles.ActivateAsync(
                        new ActivateProfileRequest { Corpus = Corpus, Profile = added.Profile.Hash }
                    )
                ).Active
            );
            Assert.Equal(beside, await TokensAsync(""));
            Assert.Equal(old, await TokensAsync(before.Profile.Hash));
            Assert.Equal(added.Profile.Hash, (await PipelineClient.ScoredAsync(server.Channel)).Profile.Hash);
            Assert.Equal(
                [true, false],
                (await profiles.ListAsync(new ListProfilesRequest { Corpus = Corpus })).Profiles.Select(profile =>
                    profile.Active
                )
            );
            await server.StopAsync();

            async Task<uint[]> TokensAsync(string profile)
            {
                var request = new GetScoresRequest
                {
                    Corpus = Corpus,
                    Ids = { documents.Select(document => document.Id) },
                    Profile = profile,
                };
                var answer = await new V1.Scores.ScoresClient(server.Channel).GetAsync(request);
                Assert.All(answer.Documents, document =>
                    Assert.Equal(ScoredDocument.Types.State.Scored, document.State)
                );
                return [.. answer.Documents.Select(document => document.Tokens)];
            }
        }
        await Faults.Verification.SoundAsync(folder, client);
    }

    [Fact]
    public async Task A_profile_that_is_not_scored_is_not_switched_to_unless_asked_and_nonsense_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using var server = await FluxServerProcess.StartAsync(folder["data"], devices: "none");
        var profiles = new Profiles.ProfilesClient(server.Channel);
        await PipelineClient.CreateCorpusAsync(server.Channel);
        await new PipelineClient(PipelineClient.Documents(20)).IngestAsync(server.Channel);
        var added = await profiles.AddAsync(new AddProfileRequest { Corpus = Corpus, Positions = "all" });
        var activate = new ActivateProfileRequest { Corpus = Corpus, Profile = added.Profile.Hash };
        await RefusedAsync(StatusCode.FailedPrecondition, "20 of 20 documents wait", () =>
            profiles.ActivateAsync(activate)
        );
        activate.Incomplete = true;
        Assert.True((await profiles.ActivateAsync(activate)).Active);

        await RefusedAsync(StatusCode.NotFound, "model: this server has no model 'other'; it has flux-1m", () =>
            profiles.AddAsync(new AddProfileRequest { Corpus = Corpus, Model = "other" })
        );
        await RefusedAsync(StatusCode.InvalidArgument, "window_tokens: 1 is outside 2 to", () =>
            profiles.AddAsync(new AddProfileRequest { Corpus = Corpus, WindowTokens = 1 })
        );
        await RefusedAsync(StatusCode.InvalidArgument, "stride_tokens: 9 is outside 1 to 8", () => profiles.AddAsync(
                new AddProfileRequest
                {
                    Corpus = Corpus,
                    WindowTokens = 8,
                    StrideTokens = 9,
                }
            ));
        await RefusedAsync(StatusCode.InvalidArgument, "stride_tokens: has no meaning with truncate", () =>
            profiles.AddAsync(
                new AddProfileRequest
                {
                    Corpus = Corpus,
                    StrideTokens = 4,
                    Truncate = true,
                }
            )
        );
        await RefusedAsync(StatusCode.InvalidArgument, "positions: 'none' is not one of", () =>
            profiles.AddAsync(new AddProfileRequest { Corpus = Corpus, Positions = "none" })
        );
        await RefusedAsync(StatusCode.NotFound, "profile: 'zz' names no one profile", () =>
            profiles.ActivateAsync(new ActivateProfileRequest { Corpus = Corpus, Profile = "zz" })
        );
        await RefusedAsync(StatusCode.InvalidArgument, "profile: is required", () =>
            profiles.ActivateAsync(new ActivateProfileRequest { Corpus = Corpus })
        );
    }

    private static async Task<CorpusProfile> CompleteAsync(Profiles.ProfilesClient profiles, string hash)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var list = await profiles.ListAsync(
                new ListProfilesRequest { Corpus = Corpus },
                cancellationToken: timeout.Token
            );
            if (list.Profiles.Single(profile => profile.Profile.Hash == hash) is { Pending: 0 } complete)
                return complete;
            await Task.Delay(50, timeout.Token);
        }
    }

    private static async Task RefusedAsync(StatusCode code, string message, Func<AsyncUnaryCall<CorpusProfile>> call)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await call());
        Assert.Equal(code, refusal.StatusCode);
        Assert.Contains(message, refusal.Status.Detail, StringComparison.Ordinal);
    }
}
