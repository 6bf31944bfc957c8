using FluxEntropy.Analysis.Evaluation;

namespace FluxEntropy.Tests.Analysis;

/// <summary>Likeliest tokens as Python wrote them.</summary>
public class PythonLiteralTests
{
    [Theory]
    [InlineData("[]")]
    [InlineData("[{'token': 'a', 'logprob': -1.5}]", -1.5)]
    [InlineData(" [ {'token': \"it's\", 'logprob': -1e-3} , {'logprob': '-2', 'token': ' }] '} ] ", -0.001, -2.0)]
    [InlineData("[{'token': \"'logprob': 7\", 'logprob': -3}]", -3.0)]
    [InlineData(
        @"[{'token': 'a\'b\\', 'logprob': -inf}, {'token': '日', 'logprob': -0.5, 'id': 7}]",
        double.NegativeInfinity,
        -0.5
    )]
    public void Log_probabilities(string text, params double[] expected) =>
        Assert.Equal(expected, PythonLiteral.LogProbabilities(text));

    [Theory]
    [InlineData("", "'['")]
    [InlineData("{'token': 'a'}", "'['")]
    [InlineData("[{'token': 'a', 'logprob': -1}", "']'|'{'")]
    [InlineData("[{'token': 'a, 'logprob': -1}]", "'}'|':'|string")]
    [InlineData("[{'token': 'a', 'logprob': minus}]", "a number")]
    [InlineData("[{'token': 'a', 'logprob': -1}] tail", "the end")]
    [InlineData("[{'token", "string")]
    [InlineData("[{'token': 'a\\", "string")]
    public void What_is_none_is_refused_and_says_where(string text, string missing)
    {
        var message = Assert.Throws<FormatException>(() => PythonLiteral.LogProbabilities(text)).Message;
        Assert.Contains(missing.Split('|'), part => message.Contains(part, StringComparison.Ordinal));
        Assert.Contains("character", message, StringComparison.Ordinal);
    }
}
