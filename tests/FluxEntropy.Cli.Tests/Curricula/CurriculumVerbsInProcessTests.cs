using FluxEntropy.Cli.Tests.Serving;

namespace FluxEntropy.Cli.Tests.Curricula;

public sealed class CurriculumVerbsInProcessTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>
{
    [Fact]
    public async Task Curriculum_is_set_previewed_rolled_back_and_its_history_kept()
    {
        await server.IngestAsync("books", 200);
        var created = await server.RunAsync(
            "session create run --corpus books --steps 20 --batch 2 --time 16 --bins 2".Split(' ')
        );
        await server.RunAsync("curriculum", "set", "run", "--schedule", "reverse", "--author", "me", "--reason", "try");
        var tried = await server.RunAsync("curriculum", "preview", "run", "--schedule", "uniform", "--steps", "4");
        await server.RunAsync("curriculum", "rollback", "run", "--to", "1");
        var history = await server.RunAsync("curriculum", "history", "run");
        var shown = await server.JsonAsync("curriculum", "show", "run");

        Assert.Contains("sequential over 2 bins", created.Errors, StringComparison.Ordinal);
        Assert.True(tried.Output.Length + tried.Errors.Length > 0);
        Assert.Contains("reverse over 2 bins", history.Output, StringComparison.Ordinal);
        Assert.Matches("by +me: try", history.Output);
        Assert.Equal(3, shown.GetProperty("version").GetInt32());
        Assert.Equal("sequential", shown.GetProperty("curriculum").GetProperty("schedule").GetString());
    }

    [Fact]
    public async Task Stale_version_is_refused()
    {
        await server.IngestAsync("stale", 20);
        await server.RunAsync("session", "create", "stale", "--corpus", "stale", "--steps", "10");
        await server.RunAsync("curriculum", "set", "stale", "--schedule", "reverse");

        var line = await server.RefusedAsync("curriculum set stale --schedule uniform --expected-version 1".Split(' '));

        Assert.Contains("2", line, StringComparison.Ordinal);
    }
}
