using System.Text.Json;
using FluxEntropy.Cli.Tests.Serving;

namespace FluxEntropy.Cli.Tests.Scoring;

/// <summary>Chat messages become what a model is fed, by its own chat template or by one that is named.</summary>
public sealed class ChatTests(RunningServer running) : IClassFixture<RunningServer>
{
    private const string Chats = """
        {"id":"a","messages":[{"role":"user","content":"Gets the value."},{"role":"assistant","content":"Which?"}]}
        {"id":"b","messages":[{"role":"alien","content":"x"}]}
        {"id":"c","messages":[{"content":"x"}]}
        {"id":"d","messages":[{"from":"human","value":[{"type":"text","text":"Sets "},{"type":"text","text":"it."}]}]}
        """;

    [Fact]
    public async Task Tokenize_uses_the_template_of_the_tokenizer_and_takes_its_control_tokens_as_tokens()
    {
        using var model = new ChatModel();
        var chats = model.Write("chats.jsonl", Chats);

        var flux = await Flux.RunAsync("tokenize", chats, "--text-field", "messages", "--tokenizer", model.Path);
        var bare = await Flux.RunAsync(
            "tokenize",
            chats,
            "--text-field",
            "messages",
            "--tokenizer",
            model.Path,
            "--no-special"
        );

        Assert.Equal(0, flux.ExitCode);
        var ids = Ids(flux);
        Assert.Equal(["a", "d"], ids.Keys);
        // One BOS, though template and tokenizer have one each, and an end-of-text token behind each message.
        Assert.Equal([0, 3, 2], [ids["a"][0], ids["a"].Count(id => id == 0), ids["d"].Count(id => id == 0)]);
        Assert.NotEqual(0, ids["a"][1]);
        Assert.Equal(ids["a"], Ids(bare)["a"]); // without the tokenizer's, the template's is kept
        Assert.Contains("chats.jsonl:2: field \"messages\" cannot be read as a conversation: ", flux.Errors);
        Assert.Contains("line 2 of the chat template: the template refuses it: No aliens!", flux.Errors);
        Assert.Contains(
            "chats.jsonl:3: field \"messages\" cannot be read as a conversation: message 1 has no role",
            flux.Errors
        );
    }

    [Fact]
    public async Task Without_a_template_messages_are_a_line_each_and_that_is_told_once()
    {
        using var model = new ChatModel(template: null);
        var chats = model.Write("chats.jsonl", Chats);

        var flux = await Flux.RunAsync("tokenize", chats, chats, "--text-field", "messages", "--tokenizer", model.Path);
        var none = await Flux.RunAsync([
            "tokenize",
            chats,
            "--text-field",
            "messages",
            "--tokenizer",
            model.Path,
            "--chat-template",
            "none",
        ]);

        const string Note = "chat messages are read as role and content, a line each, since model has no chat template";
        Assert.Equal(2, flux.Errors.Split(Note).Length);
        Assert.DoesNotContain("chat messages are read", none.Errors);
        Assert.Equal(["a", "b", "d"], Ids(none).Keys);
    }

    [Fact]
    public async Task A_template_may_be_a_file_and_one_that_is_wrong_ends_the_command()
    {
        using var model = new ChatModel();
        var chats = model.Write("chats.jsonl", Chats);
        var file = model.Write("mine.jinja", "{{ messages|length }} messages on {{ strftime_now('%Y') }}");
        var wrong = model.Write("wrong.jinja", "one\n{% two %}");

        var flux = await Flux.RunAsync("tokenize", chats, "--text-field", "messages", "--chat-template", file);
        var refused = await Flux.RunAsync("tokenize", chats, "--text-field", "messages", "--chat-template", wrong);
        var missing = await Flux.RunAsync([
            "tokenize",
            chats,
            "--text-field",
            "messages",
            "--chat-template",
            FluxProcess.ShippedModel,
        ]);

        Assert.Equal(["a", "b", "d"], Ids(flux).Keys);
        Assert.Contains("the chat template writes today's date into texts", flux.Errors);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(
            "wrong.jinja: line 2 of the chat template: the block {% two %} is not supported",
            refused.Errors
        );
        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains("has no chat template: no chat_template.jinja, and no chat_template in", missing.Errors);
    }

    [Fact]
    public async Task Score_uses_the_template_of_the_model_and_parses_its_control_tokens()
    {
        using var model = new ChatModel();
        var chats = model.Write("chats.jsonl", Chats);
        var texts = model.Write(
            "texts.jsonl",
            """{"id":"a","text":"user: Gets the value.<|endoftext|>\nassistant: Which?<|endoftext|>\n"}"""
        );

        var scored = await ScoreAsync(chats, "--text-field", "messages", "--model", model.Path, "--text");
        var plain = await ScoreAsync(texts, "--model", model.Path, "--text", "--parse-special");

        Assert.Equal(["a", "d"], scored.Select(document => document.GetProperty("id").GetString()));
        Assert.Equal(plain[0].GetRawText(), scored[0].GetRawText());
        Assert.Equal("user: Sets it.<|endoftext|>\n", scored[1].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_conversation_behind_plain_texts_is_set_aside_since_their_tokens_are_parsed_differently()
    {
        using var model = new ChatModel();
        var mixed = model.Write(
            "mixed.jsonl",
            """
            {"id":"plain","text":"Gets the value."}
            {"id":"chat","text":[{"role":"user","content":"Gets the value."}]}
            """
        );

        await using var flux = await FluxProcess.RunAsync("score", mixed, "--model", model.Path, "--format", "jsonl");
        var both = await ScoreAsync(mixed, "--model", model.Path, "--parse-special");

        Assert.Contains("\"plain\"", Assert.Single(flux.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains("mixed.jsonl:2: it is a conversation behind plain texts", flux.Errors);
        Assert.Equal(2, both.Count);
    }

    [Fact]
    public async Task Ingest_renders_by_a_template_that_is_named_and_a_profile_parses_its_control_tokens()
    {
        using var model = new ChatModel();
        var chats = model.Write("chats.jsonl", Chats);
        string[] ingest = ["ingest", chats, "--text-field", "messages", "--wait", "--server", running.Url];

        var lines = await Flux.RunAsync([.. ingest, "--corpus", "lines"]);
        var rendered = await Flux.RunAsync([.. ingest, "--corpus", "rendered", "--chat-template", model.Path]);
        var profile = JsonDocument
            .Parse(await running.FluxAsync("profile", "add", "rendered", "--parse-special", "--json"))
            .RootElement.GetProperty("profile");

        Assert.Equal((0, 0), (lines.ExitCode, rendered.ExitCode));
        Assert.Contains("--chat-template DIR makes of them what the model in that folder is fed", lines.Errors);
        Assert.Contains("flux profile add rendered --parse-special", rendered.Errors);
        Assert.Contains("line 2 of the chat template: the template refuses it: No aliens!", rendered.Errors);
        var text = await running.FluxAsync("query", "--corpus", "rendered", "--id", "d", "--text", "--format", "jsonl");
        Assert.Equal(
            "user: Sets it.<|endoftext|>\n",
            JsonDocument.Parse(text).RootElement.GetProperty("text").GetString()
        );
        Assert.True(profile.GetProperty("parseSpecialTokens").GetBoolean());
    }

    private static Dictionary<string, int[]> Ids(Flux flux) =>
        flux
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(
                document => document.GetProperty("id").GetString()!,
                document => document.GetProperty("tokenIds").EnumerateArray().Select(id => id.GetInt32()).ToArray()
            );

    private static async Task<List<JsonElement>> ScoreAsync(params string[] arguments)
    {
        await using var flux = await FluxProcess.RunAsync(["score", .. arguments, "--format", "jsonl"]);
        Assert.True(flux.ExitCode == 0, flux.Errors);
        return
        [
            .. flux
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];
    }
}
