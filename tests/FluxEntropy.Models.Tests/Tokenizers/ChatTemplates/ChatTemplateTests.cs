using System.Text.Json;
using FluxEntropy.Models.Tokenizers.ChatTemplates;

namespace FluxEntropy.Models.Tests.Tokenizers.ChatTemplates;

/// <summary>Where a template is found, which tokens it knows, and what it is given.</summary>
public sealed class ChatTemplateTests : IDisposable
{
    private const string ChatMl =
        "{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{% endfor %}";
    private const string Hi = """[{"role":"user","content":"Hi"}]""";

    private readonly TemporaryTokenizer _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_without_a_template_has_none()
    {
        Settings("""{"bos_token":"<s>","chat_template":null}""");
        File.WriteAllText(_folder.Path("chat_template.json"), "{}");

        Assert.Null(ChatTemplate.Find(_folder.Folder));
    }

    [Fact]
    public void The_file_of_its_own_stands_before_the_settings_and_these_before_the_older_file()
    {
        File.WriteAllText(_folder.Path("chat_template.json"), """{"chat_template":"older"}""");
        Assert.Equal("older", Text(Hi));
        Settings("""{"chat_template":"settings"}""");
        Assert.Equal("settings", Text(Hi));
        File.WriteAllText(_folder.Path("chat_template.jinja"), "file\n");
        Assert.Equal("file", Text(Hi));
    }

    [Theory]
    [InlineData("""[{"name":"tool_use","template":"t"},{"name":"default","template":"d"}]""")]
    [InlineData("""{"tool_use":"t","default":"d"}""")]
    public void Of_several_templates_it_is_the_default(string templates)
    {
        Settings($$"""{"chat_template":{{templates}}}""");

        Assert.Equal("d", Text(Hi));
    }

    [Fact]
    public void Several_templates_without_a_default_are_refused_by_name()
    {
        Settings("""{"chat_template":[{"name":"tool_use","template":"t"},{"name":"rag","template":"r"}]}""");

        Assert.Contains(
            "chat_template has no template of the name \"default\", only tool_use, rag",
            Assert.Throws<InvalidDataException>(() => ChatTemplate.Find(_folder.Folder)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Special_tokens_are_known_by_their_names_and_others_are_undefined()
    {
        Settings(
            """
            {"bos_token":{"content":"<b>"},"eos_token":"<e>","unk_token":null,"additional_special_tokens":["<x>",{"content":"<y>"}],
             "chat_template":[{"name":"default","template":
              "{{ bos_token ~ eos_token ~ pad_token }}{{ unk_token is defined }}{{ additional_special_tokens[1] }}{{ tools is none }}"}]}
            """
        );
        File.WriteAllText(
            _folder.Path("special_tokens_map.json"),
            """{"pad_token":"<p>","unk_token":"<u>","eos_token":"?"}"""
        );

        Assert.Equal("<b><e><p>False<y>True", Text(Hi));
    }

    [Fact]
    public void A_class_that_names_no_tokens_has_its_own()
    {
        Settings("""{"tokenizer_class":"LlamaTokenizerFast","chat_template":"{{ bos_token }}{{ eos_token }}"}""");

        Assert.Equal("<s></s>", Text(Hi));
    }

    [Fact]
    public void A_file_that_is_named_may_be_of_either_kind()
    {
        Settings("""{"bos_token":"<b>","chat_template":"{{ bos_token }}settings"}""");
        File.WriteAllText(_folder.Path("mine.txt"), "{{ bos_token }}mine");

        Assert.Equal("<b>settings", ChatTemplate.Read(_folder.Path("tokenizer_config.json")).Render(Json(Hi)));
        Assert.Equal("<b>mine", ChatTemplate.Read(_folder.Path("mine.txt")).Render(Json(Hi)));
        File.WriteAllText(_folder.Path("empty.json"), "{}");
        Assert.Contains(
            "has no chat_template",
            Assert.Throws<InvalidDataException>(() => ChatTemplate.Read(_folder.Path("empty.json"))).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<InvalidDataException>(() => ChatTemplate.Read(_folder.Path("missing.jinja")));
    }

    [Fact]
    public void Conversations_of_ShareGPT_get_the_roles_of_templates()
    {
        Settings(ChatMl, jinja: true);

        Assert.Equal(
            "<|im_start|>system\nBe short.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello.<|im_end|>\n",
            Text(
                """[{"from":"system","value":"Be short."},{"from":"human","value":"Hi"},{"from":"gpt","value":"Hello."}]"""
            )
        );
        Assert.Equal("message 1 is from \"alien\"", Refusal("""[{"from":"alien","value":"x"}]""").Split(',')[0]);
    }

    [Fact]
    public void Parts_are_joined_where_the_template_takes_strings_alone()
    {
        Settings(ChatMl, jinja: true);

        Assert.Equal(
            "<|im_start|>user\nHi there<|im_end|>\n",
            Text("""[{"role":"user","content":[{"type":"text","text":"Hi "},{"type":"text","text":"there"}]}]""")
        );
        Assert.Equal(
            "message 1 has a part of type image_url, and the chat template takes text alone",
            Refusal("""[{"role":"user","content":[{"type":"image_url","image_url":"x"}]}]""")
        );
    }

    [Theory]
    [InlineData("{% for m in messages %}{% for p in m.content %}<{{ p.type }}>{{ p.text }}{% endfor %}{% endfor %}")]
    [InlineData(
        "{% for m in messages %}{% if m['content'] is string %}<text>{{ m['content'] }}{% else %}"
            + "{% for p in m['content'] %}<{{ p.type }}>{{ p.text }}{% endfor %}{% endif %}{% endfor %}"
    )]
    public void A_template_that_takes_parts_is_given_them(string template)
    {
        Settings(template, jinja: true);

        Assert.Equal("<text>Hi", Text(Hi));
        Assert.Equal("<text>Hi<image>", Text("""[{"role":"user","content":["Hi",{"type":"image"}]}]"""));
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"Hi"},{"content":"x"}]""", "message 2 has no role")]
    [InlineData("""[{"role":"user"}]""", "message 1 has no content")]
    [InlineData("""[{"role":"assistant","content":null}]""", "message 1 has no content")]
    [InlineData("""[{"role":"user","content":5}]""", "message 1 has an integer as its content, expected a string")]
    [InlineData("""["Hi"]""", "message 1 is no object")]
    public void A_wrong_message_is_named(string messages, string reason)
    {
        Settings(ChatMl, jinja: true);

        Assert.Equal(reason, Refusal(messages));
    }

    [Fact]
    public void Members_that_are_null_are_as_good_as_absent()
    {
        Settings(
            "{% for m in messages %}{{ m|length }}{{ 'tool_calls' in m }}{{ m.content is none }};{% endfor %}",
            jinja: true
        );

        Assert.Equal(
            "2FalseFalse;3TrueTrue;",
            Text(
                """
                [{"role":"user","content":"Hi","tool_calls":null,"name":null},
                 {"role":"assistant","content":null,"tool_calls":[{"function":{"name":"f","arguments":{}}}]}]
                """
            )
        );
    }

    [Fact]
    public void A_template_that_cannot_be_read_is_told_when_it_is_checked_or_used()
    {
        Settings("a\nb {% nosuch %}", jinja: true);
        var template = ChatTemplate.Find(_folder.Folder)!;

        var reason =
            $"{_folder.Path("chat_template.jinja")}: line 2 of the chat template: the block {{% nosuch %}} is not supported";
        Assert.StartsWith(
            reason,
            Assert.Throws<InvalidDataException>(template.Check).Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(reason, Refusal(Hi), StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_asks_for_the_date_is_known_to_do_so()
    {
        Settings("{{ strftime_now('%d %b %Y') }}", jinja: true);
        var template = ChatTemplate.Find(_folder.Folder, new StandingClock())!;

        Assert.False(template.ReadsClock);
        Assert.Equal("10 Jul 2025", template.Render(Json(Hi)));
        Assert.True(template.ReadsClock);
    }

    [Fact]
    public void An_empty_text_is_refused()
    {
        Settings("{# nothing #}", jinja: true);

        Assert.EndsWith("the chat template makes an empty text of it", Refusal(Hi), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<|endoftext|>", "Hi", 1)]
    [InlineData("", "Hi", 1)]
    [InlineData("<|endoftext|><|endoftext|>", "<|endoftext|>Hi", 2)]
    public void A_text_has_the_BOS_that_its_tokenizer_adds_once(string start, string rendered, int count)
    {
        _folder.Write(_ => { });
        Settings($"{start}{{{{ messages[0].content }}}}", jinja: true);
        var tokenizer = _folder.Load();

        var text = ChatTemplate.Find(_folder.Folder)!.For(() => tokenizer).Render(Json(Hi));

        Assert.Equal(rendered, text);
        var ids = tokenizer.EncodeToIds(text, parseSpecial: true);
        Assert.Equal(count, ids.Count(id => id == tokenizer.Prefix[0]));
        Assert.Equal(tokenizer.Prefix[0], ids[0]);
    }

    [Fact]
    public void A_text_keeps_the_BOS_of_the_template_where_the_tokenizer_adds_none()
    {
        _folder.Write(json => json["post_processor"] = null);
        Settings("<|endoftext|>{{ messages[0].content }}", jinja: true);
        var tokenizer = _folder.Load();

        var text = ChatTemplate.Find(_folder.Folder)!.For(() => tokenizer).Render(Json(Hi));

        Assert.Equal("<|endoftext|>Hi", text);
    }

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2025, 7, 10, 12, 0, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }

    private void Settings(string text, bool jinja = false) =>
        File.WriteAllText(_folder.Path(jinja ? "chat_template.jinja" : "tokenizer_config.json"), text);

    private string Text(string messages) => ChatTemplate.Find(_folder.Folder)!.Render(Json(messages));

    private string Refusal(string messages) => Assert.Throws<FormatException>(() => Text(messages)).Message;

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
