using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FluxEntropy.SampleMetrics;
using Parquet;
using Parquet.Schema;

namespace FluxEntropy.Cli.Tests.CommandLine;

/// <summary>The files that the examples of help name, as somebody may have them.</summary>
internal static class ExampleFiles
{
    private const int Records = 120;

    private static readonly string[] Words =
    [
        "the tide",
        "turns",
        "twice a day",
        "and the harbour",
        "empties",
        "before the boats",
        "come home",
        "while nobody",
        "counts",
        "the stones",
        "under the bridge",
        "that the river left",
    ];

    public static async Task WriteAsync(string work, string home)
    {
        string In(string name) => Path.Combine(work, name);
        File.WriteAllText(In("poem.txt"), $"{Sentence(1)}\n{Sentence(2)}\n");
        File.WriteAllText(In("notes.txt"), Text(3));
        Directory.CreateDirectory(In("books"));
        for (var chapter = 1; chapter <= 60; chapter++)
            File.WriteAllText(In($"books/chapter-{chapter}.txt"), Text(chapter));
        Lines("books.jsonl", i => new
        {
            id = $"book-{i}",
            text = Text(i),
            language = i % 2 == 0 ? "en" : "fr",
        });
        Lines("notes.jsonl", i => new { id = $"note-{i}", text = Text(1000 + i) });
        File.WriteAllText(In("ids.txt"), "book-1\nbook-2\n");
        File.WriteAllText(In("takedown.txt"), "web-1\nweb-2\n");
        using (var gzip = new GZipStream(File.Create(In("pages.jsonl.gz")), CompressionMode.Compress))
            gzip.Write(
                Encoding.UTF8.GetBytes(
                    Json(i => new
                    {
                        id = $"web-{i}",
                        text = Text(i),
                        content = Text(2000 + i),
                    })
                )
            );
        File.WriteAllText(
            In("prompts.csv"),
            $"prompt,topic\n{string.Concat(Enumerable.Range(0, 20).Select(i => $"{Sentence(i)},sea\n"))}"
        );
        await WriteParquetAsync(In("train-1.parquet"), "prompt", [.. Enumerable.Range(50, 20).Select(Sentence)]);
        Lines("hellaswag_val.jsonl", Question);
        Directory.CreateDirectory(In("experiment_data"));
        foreach (var (model, shift) in new[] { ("SmolLM2-1.7B-Instruct", 0.1), ("Qwen2.5-0.5B", 0.3) })
            File.WriteAllText(In($"experiment_data/{model}.json"), JsonSerializer.Serialize(Results(model, shift)));
        File.WriteAllText(
            In("compiled_results.csv"),
            "text,SmolLM2,Qwen2.5\n"
                + string.Concat(Enumerable.Range(0, Records).Select(i => $"text {i},{Value(i)},{Value(i + 7)}\n"))
        );
        File.Copy(typeof(EntropyMinimum).Assembly.Location, In("my-metrics.dll"));
        Directory.CreateDirectory(Path.Combine(home, "models"));
        foreach (var model in new[] { "SmolLM2-135M", "Qwen2.5-0.5B" })
        {
            Directory.CreateSymbolicLink(In(model), FluxProcess.ShippedModel);
            Directory.CreateSymbolicLink(Path.Combine(home, "models", model), FluxProcess.ShippedModel);
        }
        var chat = Directory.CreateDirectory(Path.Combine(home, "models", "SmolLM2-135M-Instruct")).FullName;
        foreach (var file in Directory.GetFiles(FluxProcess.ShippedModel))
            File.CreateSymbolicLink(Path.Combine(chat, Path.GetFileName(file)), file);
        File.WriteAllText(
            Path.Combine(chat, "chat_template.jinja"),
            "{% for m in messages %}{{ m.role ~ ': ' ~ m.content }}<|endoftext|>{% endfor %}"
        );
        Lines("chats.jsonl", i => new
        {
            id = $"chat-{i}",
            messages = new[] { new { role = "user", content = Text(i) } },
        });
        Directory.CreateDirectory(Path.Combine(home, ".config", "fish", "completions")); // fish makes it

        void Lines(string name, Func<int, object> record) => File.WriteAllText(In(name), Json(record));
    }

    private static async Task WriteParquetAsync(string path, string column, string[] values)
    {
        var schema = new ParquetSchema(new DataField<string>(column));
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, file);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(schema.DataFields[0], values);
    }

    private static string Json(Func<int, object> record) =>
        string.Concat(Enumerable.Range(0, Records).Select(i => JsonSerializer.Serialize(record(i)) + "\n"));

    private static object Question(int i) =>
        new
        {
            ind = i,
            activity_label = "Sailing",
            ctx_a = Sentence(i),
            ctx_b = "the boat",
            ctx = $"{Sentence(i)} the boat",
            endings = Enumerable.Range(0, 4).Select(ending => Sentence(4 * i + ending)),
            source_id = i % 2 == 0 ? $"activitynet~v_{i}" : $"wikihow~{i}",
            split = "val",
            split_type = "indomain",
            label = i % 4,
        };

    private static object Results(string model, double shift) =>
        new
        {
            metadata = new { model_name = model },
            results = Enumerable
                .Range(0, Records)
                .Select(i => new
                {
                    text = $"text {i}",
                    index = i,
                    characteristic_value = Value(i) + shift,
                }),
        };

    private static double Value(int i) => Math.Round(1 + Math.Sin(i) / 2, 4);

    private static string Text(int seed) => string.Join(' ', Enumerable.Range(seed, 4 + seed % 9).Select(Sentence));

    private static string Sentence(int seed)
    {
        var random = new Random(seed);
        return $"{string.Join(' ', Enumerable.Range(0, 5 + seed % 5).Select(_ => Words[random.Next(Words.Length)]))} {seed}.";
    }
}
