using FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates;

/// <summary>
/// Which contents of a message a template takes: a string, a list of parts such as <c>{"type": "text", "text": …}</c>, or both. It
/// is told by what the template does with <c>content</c>, since nothing else says so.
/// </summary>
/// <param name="Parts">Whether it goes through the parts of a content.</param>
/// <param name="Strings">Whether it takes a string.</param>
internal sealed record ContentKinds(bool Parts, bool Strings)
{
    private const string Content = "content";
    private static readonly string[] KindTests = ["string", "iterable", "sequence", "mapping"];

    public static ContentKinds Of(IReadOnlyList<Statement> template)
    {
        var statements = Tree.Statements(template).ToList();
        var parts = statements.OfType<ForStatement>().Any(loop => IsContent(loop.Items));
        var tests =
            parts
            && statements
                .SelectMany(Tree.Expressions)
                .OfType<TestExpression>()
                .Any(test => KindTests.Contains(test.Name) && IsContent(test.Target));
        return new(parts, !parts || tests);
    }

    private static bool IsContent(Expression expression)
    {
        while (expression is FilterExpression or SliceExpression)
            expression = expression is FilterExpression filter ? filter.Target : ((SliceExpression)expression).Target;
        return expression switch
        {
            NameExpression name => name.Name == Content,
            MemberExpression member => member.Name == Content,
            ItemExpression { Key: ConstantExpression { Value: string key } } => key == Content,
            _ => false,
        };
    }
}
