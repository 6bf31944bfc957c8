using FluxEntropy.V1;
using Grpc.Net.Client;

namespace FluxEntropy.Server.Tests.Golden;

/// <summary>
/// Data folders of earlier versions, on a machine that lacks the model folder which they were scored with: they are sound, answer
/// what they answered then, and go on.
/// </summary>
public class GoldenFolderTests
{
    private const int New = 12;

    public static TheoryData<string> Folders => GoldenFolder.Names();

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task A_folder_of_an_earlier_version_is_sound_answers_the_same_and_goes_on(string name)
    {
        var golden = GoldenFolder.Find(name);
        var expected = GoldenExpectation.Read(golden.Expected);
        var acknowledged = AcknowledgedTexts.Read(golden.Acknowledged);
        using var copy = new TemporaryFolder();
        golden.CopyData(copy["data"]);

        JsonSubset.Assert(
            "verify",
            expected.Counts,
            await GoldenInspection.VerifyAsync(copy["data"], golden.Acknowledged)
        );
        await using (var server = await FluxServerProcess.StartAsync(copy["data"]))
        {
            var client = new GoldenClient(server.Channel, acknowledged);
            var actual = await GoldenInspection.AskAsync(server, client, expected);
            JsonSubset.Assert("answers", expected.Answers, actual.Answers);
            Assert.Equal(expected.Steps, actual.Steps);
            await TrainOnAsync(server.Channel, client, expected);
            foreach (var corpus in expected.Documents.Keys)
                await IngestMoreAsync(server.Channel, client, corpus);
            await server.StopAsync();
        }
        acknowledged.Write(copy["acknowledged.jsonl"]);
        await GoldenInspection.VerifyAsync(copy["data"], copy["acknowledged.jsonl"]);
    }

    [Fact]
    public void A_folder_of_this_format_is_among_them() => Assert.NotEmpty(Folders);

    /// <summary>Trains every session to its end; one that stopped because a bin ran dry goes on under another curriculum.</summary>
    private static async Task TrainOnAsync(GrpcChannel channel, GoldenClient client, GoldenExpectation expected)
    {
        var sessions = new V1.Sessions.SessionsClient(channel);
        foreach (var name in expected.Recorded.Keys)
        {
            var session = await sessions.GetAsync(new GetSessionRequest { Session = name });
            if (session.Curriculum.Curriculum.Dry == CurriculumSpec.Types.Dry.Stop)
                await new V1.Curriculum.CurriculumClient(channel).UpdateAsync(
                    new UpdateCurriculumRequest
                    {
                        Session = name,
                        ExpectedVersion = session.Curriculum.Version,
                        Curriculum = new CurriculumSpec { Bins = 2, Schedule = "uniform" },
                    }
                );
            await client.TrainAsync(name, checkpoints: 1000);
            var trained = await client.TrainedAsync(name);
            Assert.Equal((TrainingStatus.Types.State.Finished, session.TotalSteps), (trained.State, trained.Step));
        }
    }

    /// <summary>Adds, replaces and deletes documents; adding a profile that is there already has nothing scored twice.</summary>
    private static async Task IngestMoreAsync(GrpcChannel channel, GoldenClient client, string corpus)
    {
        var before = await client.ScoredAsync(corpus);
        var documents = GoldenTexts.Documents("new", 0, New);
        await client.IngestAsync(corpus, documents);
        await client.IngestAsync(corpus, GoldenTexts.Documents("new", 1, 1, revision: 1), replace: true);
        await client.DeleteAsync(corpus, documents[0].Id);
        var profiles = new Profiles.ProfilesClient(channel);
        var existing = await profiles.ListAsync(new ListProfilesRequest { Corpus = corpus });
        foreach (var profile in existing.Profiles)
            await profiles.AddAsync(
                new AddProfileRequest
                {
                    Corpus = corpus,
                    Positions = profile.Profile.Positions,
                    WindowTokens = profile.Profile.WindowTokens,
                    StrideTokens = profile.Profile.StrideTokens,
                }
            );
        var after = await client.ScoredAsync(corpus);

        Assert.Equal(
            (before.Documents + New - 1, before.Deleted + 2, 0ul, after.Documents),
            (after.Documents, after.Deleted, after.Pending, after.Indexed)
        );
        Assert.Equal(
            existing.Profiles.Select(profile => profile.Profile.Hash),
            (await profiles.ListAsync(new ListProfilesRequest { Corpus = corpus })).Profiles.Select(profile =>
                profile.Profile.Hash
            )
        );
        var asked = new GetScoresRequest { Corpus = corpus };
        asked.Ids.AddRange(documents.Skip(1).Select(document => document.Id));
        Assert.All((await new V1.Scores.ScoresClient(channel).GetAsync(asked)).Documents, document =>
            Assert.Equal(ScoredDocument.Types.State.Scored, document.State)
        );
    }
}
