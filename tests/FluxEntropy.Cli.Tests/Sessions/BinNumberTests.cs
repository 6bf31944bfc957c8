using System.Text.Json;
using FluxEntropy.Cli.Curricula;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Tests.Serving;
using FluxEntropy.Cli.Training;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Tests.Sessions;

/// <summary>Bins and passes have the same number wherever a person or a script reads them, whose first is 1.</summary>
public sealed class BinNumberTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>
{
    [Fact]
    public async Task Documents_of_a_step_and_steps_of_a_document_say_the_same_in_a_table_and_in_json()
    {
        await server.IngestAsync("served", 60);
        await server.RunAsync(
            "session create served --corpus served --steps 4 --batch 2 --time 32 --bins 2 --schedule manual(0,1)".Split(
                ' '
            )
        );
        await ServeAsync("served");

        var documents = await RowsAsync(["session", "documents", "served", "3"], "bin", "pass");
        var id = documents.Ids[0];
        var steps = await RowsAsync(["session", "steps", "served", id], "bin", "pass");

        Assert.All(documents.Json, row => Assert.Equal(2, row[0]));
        Assert.All(documents.Json, row => Assert.InRange(row[1], 1, 100));
        Assert.Equal(documents.Table, documents.Json);
        Assert.Equal(steps.Table, steps.Json);
    }

    [Fact]
    public void Losses_of_bins_have_their_numbers()
    {
        var status = new TrainingStatus
        {
            BinLosses =
            {
                new BinLoss
                {
                    Bin = 0,
                    Loss = 2,
                    Targets = 5,
                },
            },
        };

        var json = JsonDocument.Parse(JsonOutput.Text(TrainingText.Json(status))).RootElement;

        Assert.Equal(1, json.GetProperty("binLosses")[0].GetProperty("bin").GetInt32());
    }

    [Fact]
    public void Bins_that_a_preview_sees_run_dry_have_their_numbers()
    {
        var preview = new PreviewCurriculumResponse
        {
            DryBins =
            {
                new DryBin { Bin = 2, Step = 7 },
            },
        };

        var json = JsonDocument.Parse(JsonOutput.Text(CurriculumPreviewText.Json("run", preview))).RootElement;

        Assert.Equal(3, json.GetProperty("dryBins")[0].GetProperty("bin").GetInt32());
    }

    private async Task ServeAsync(string session)
    {
        using var client = new FluxClient(server.Address);
        using var stream = await BatchStream.JoinAsync(
            client,
            session,
            credits: 1,
            TestContext.Current.CancellationToken
        );
        while (await stream.NextAsync(TestContext.Current.CancellationToken) is { } batch)
            await stream.ReportAsync(batch, loss: 1, TestContext.Current.CancellationToken);
    }

    // The numbers of some columns: as the table has them, and as JSON has.
    private async Task<(List<string> Ids, List<int[]> Table, List<int[]> Json)> RowsAsync(
        string[] arguments,
        params string[] columns
    )
    {
        var lines = Lines((await server.RunAsync(arguments)).Output);
        var titles = Words(lines[0]);
        // Words are counted from the end: "version 1" in front of them is two.
        var table = lines
            .Skip(1)
            .Select(Words)
            .Select(row => columns.Select(title => int.Parse(row[^(titles.Length - Array.IndexOf(titles, title))])));
        var json = Lines((await server.RunAsync([.. arguments, "--json"])).Output)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        return (
            [.. json.Select(row => row.GetProperty("id").GetString()!)],
            [.. table.Select(row => row.ToArray())],
            [.. json.Select(row => columns.Select(title => row.GetProperty(title).GetInt32()).ToArray())]
        );
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
