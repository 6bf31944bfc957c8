using FluxEntropy.Analysis.Evaluation;
using Sylvan.Data.Csv;

namespace FluxEntropy.Tests.Analysis;

/// <summary>Items of HellaSwag, as the two programs that people compare with ask and count them.</summary>
public class HellaSwagTests
{
    [Fact]
    public void Both_halves_of_a_context_or_one_text_give_the_same_question()
    {
        var whole = Parse(
            "{\"index\": 7, \"activity_label\": \"High jump [title]\", \"ctx\": \"A boy runs. the "
                + "boy\", \"label\": 2, \"endings\": [\"a [x]b\", \"c  d\", \"e\"]}"
        );
        var halves = Parse(
            "{\"ind\": 7, \"activity_label\": \"High jump [title]\", \"ctx_a\": \"A boy runs.\", "
                + "\"ctx_b\": \"the BOY\", \"label\": \"2\", \"source_id\": \"wikihow~1\", \"endings\": "
                + "[\"a [x]b\", \"c  d\", \"e\"]}"
        );
        Assert.Equal(
            (7, "A boy runs. The boy", "High jump. : A boy runs. The boy", 2, ""),
            (whole.Index, whole.Context, whole.HarnessQuery, whole.Label, whole.Source)
        );
        Assert.Equal(
            (whole.Context, whole.HarnessQuery, "wikihow"),
            (halves.Context, halves.HarnessQuery, halves.Source)
        );
        Assert.Equal(["a b", "c d", "e"], whole.HarnessEndings);
    }

    [Theory]
    [InlineData("nonsense", "no item")]
    [InlineData("[1]", "no JSON object")]
    [InlineData(
        "{\"activity_label\": \"a\", \"ctx\": \"b\", \"label\": 4, \"endings\": [\"a\", \"b\"]}",
        "label 4 is none"
    )]
    [InlineData(
        "{\"activity_label\": \"a\", \"ctx\": \"b\", \"label\": \"\", \"endings\": [\"a\", \"b\"]}",
        "label is no number"
    )]
    [InlineData("{\"activity_label\": \"a\", \"ctx\": \"b\", \"label\": 0}", "no \"endings\"")]
    [InlineData("{\"ctx\": \"b\", \"label\": 0, \"endings\": [\"a\", \"b\"]}", "no \"activity_label\"")]
    public void What_is_no_item_says_what_is_missing(string line, string why) =>
        Assert.Contains(why, Assert.Throws<FormatException>(() => Parse(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void Three_ways_to_count_choose_by_their_own_rule()
    {
        var item = Parse(
            "{\"index\": 0, \"activity_label\": \"a\", \"ctx\": \"b\", \"label\": 0, \"endings\": "
                + "[\"short\", \"a much longer ending\", \"short\"]}"
        );
        // By sums the first (the third has the same and comes later), by characters the long one, by tokens the third.
        Assert.Equal(
            new HellaSwagAnswer(0, 1, 2),
            HellaSwagAnswer.Of(item, [-10, -12, -10], [(-10, 2), (-12, 4), (-5, 2)])
        );
    }

    [Fact]
    public void All_but_two_of_the_real_files_contexts_are_those_that_the_original_project_scored()
    {
        var items = File.ReadLines(SharedData.Path("data/corpora/hellaswag/hellaswag_val.jsonl"))
            .Select((line, i) => HellaSwagItem.Parse(line, i + 1))
            .ToList();
        using var reader = CsvDataReader.Create(
            SharedData.Path("data/original/entropy_varentropy_text_correctly_answered.csv")
        );
        var same = 0;
        foreach (var item in items)
        {
            Assert.True(reader.Read());
            same += item.Context == reader.GetString(2) ? 1 : 0;
        }
        Assert.Equal(10_042, items.Count);
        Assert.Equal(10_040, same); // from the other two it dropped a link in brackets
    }

    private static HellaSwagItem Parse(string line) => HellaSwagItem.Parse(line, 1);
}
