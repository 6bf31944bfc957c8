using FluxEntropy.Models.Tokenizers.ChatTemplates.Library;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Rendering;

/// <summary>
/// A Jinja template of the kind that chat templates are, rendered as Hugging Face does: blocks trimmed, in a sandbox that changes no
/// value. Safe to use from several threads.
/// </summary>
internal sealed class Template
{
    private readonly IReadOnlyList<Statement> _statements;

    private Template(IReadOnlyList<Statement> statements) => _statements = statements;

    /// <summary>Its statements.</summary>
    public IReadOnlyList<Statement> Statements => _statements;

    /// <exception cref="TemplateFault">It is no template, or has what is not supported; the fault names the line.</exception>
    public static Template Parse(string source) => new(StatementParser.Parse(source));

    /// <summary>The text that it makes of variables.</summary>
    /// <param name="variables">By their names.</param>
    /// <param name="budget">What it may cost.</param>
    /// <param name="now">Tells the time for <c>strftime_now</c>.</param>
    /// <exception cref="TemplateFault">It cannot be rendered; the fault names the line.</exception>
    public string Render(IEnumerable<(string Name, object? Value)> variables, Budget budget, Func<DateTimeOffset> now)
    {
        var globals = new Scope();
        foreach (var (name, value) in Globals.All(now).Concat(variables))
            globals.Set(name, value);
        try
        {
            return new Renderer(budget).Text(_statements, new Scope(globals));
        }
        catch (TemplateFault fault) when (fault.Line == 0)
        {
            throw new TemplateFault(fault.Message, budget.Line);
        }
        catch (Exception failure)
            when (failure is ArgumentException or InvalidOperationException or ArithmeticException)
        {
            // Whatever was not foreseen refuses a conversation, and does not take others along.
            throw new TemplateFault(
                $"it cannot be rendered ({failure.GetType().Name}: {failure.Message})",
                budget.Line
            );
        }
    }
}
