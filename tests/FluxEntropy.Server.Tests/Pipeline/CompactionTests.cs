using FluxEntropy.V1;
using Parquet.Serialization;

namespace FluxEntropy.Server.Tests.Pipeline;

public class CompactionTests
{
    private const string Corpus = "corpus";

    [Fact]
    public async Task Scores_are_gathered_in_Parquet_that_other_programs_read_and_goes_on_where_it_ended()
    {
        using var folder = new TemporaryFolder();
        var documents = PipelineClient.Documents(90);
        var client = new PipelineClient(documents);
        string tables;
        await using (var server = await FluxServerProcess.StartAsync(folder["data"], fault: null))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await client.IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            var corpora = new Corpora.CorporaClient(server.Channel);
            var made = await corpora.CompactAsync(new CompactRequest { Corpus = Corpus });
            Assert.Equal((4u, 90ul), (made.Tables, made.Rows));
            Assert.Equal(0u, (await corpora.CompactAsync(new CompactRequest { Corpus = Corpus })).Tables);
            tables = Path.Combine(folder["data"], made.Folder);

            var rows = await RowsAsync(tables);
            Assert.Equal(
                documents.Select(document => document.Id).Order(StringComparer.Ordinal),
                rows.Select(row => (string)row["id"]!).Order(StringComparer.Ordinal)
            );
            var scores = await new V1.Scores.ScoresClient(server.Channel).GetAsync(
                new GetScoresRequest { Corpus = Corpus, Ids = { documents.Select(document => document.Id) } }
            );
            var byId = rows.ToDictionary(row => (string)row["id"]!);
            foreach (var document in scores.Documents)
            {
                var row = byId[document.Id];
                Assert.Equal(
                    ((int)document.Shard, (int)document.Row, (int)document.Tokens),
                    ((int)row["shard"]!, (int)row["row"]!, (int)row["tokens"]!)
                );
                Assert.Equal(document.Metrics["entropy.mean"], (float)row["entropy.mean"]!);
            }

            var more = new PipelineClient(PipelineClient.Documents(30, seed: 2));
            await more.IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            Assert.Equal(30ul, (await corpora.CompactAsync(new CompactRequest { Corpus = Corpus })).Rows);
            Assert.Equal(120, (await RowsAsync(tables)).Count);
            await server.StopAsync();
        }
        await Faults.Verification.SoundAsync(folder, client);

        var damaged = Directory
            .GetFiles(tables, "*.parquet", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .First();
        var bytes = await File.ReadAllBytesAsync(damaged, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(damaged, bytes, TestContext.Current.CancellationToken);
        await using var verify = await FluxProcess.RunAsync("verify", "--data", folder["data"], "--json");
        Assert.Equal(1, verify.ExitCode);
        Assert.Contains(Path.GetFileName(damaged), verify.Output, StringComparison.Ordinal);
    }

    private static async Task<List<Dictionary<string, object?>>> RowsAsync(string folder)
    {
        var rows = new List<Dictionary<string, object?>>();
        foreach (var file in Directory.GetFiles(folder, "*.parquet", SearchOption.AllDirectories))
        {
            await using var stream = File.OpenRead(file);
            rows.AddRange(
                (await ParquetSerializer.DeserializeUntypedAsync(stream)).Data.Select(row => new Dictionary<
                    string,
                    object?
                >(row!))
            );
        }
        return rows;
    }
}
