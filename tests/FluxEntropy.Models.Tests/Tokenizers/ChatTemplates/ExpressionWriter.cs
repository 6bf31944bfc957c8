namespace FluxEntropy.Models.Tests.Tokenizers.ChatTemplates;

/// <summary>Writes expressions by chance, most of which have a value.</summary>
internal sealed class ExpressionWriter(int seed)
{
    private readonly Random _random = new(seed);

    internal static string Variables =>
        """
            {"a":7,"b":-3,"f":2.5,"t":true,"n":null,"s":"Hello World","u":"naïve 日本 🚀 x","w":"  two\n lines\t ","l":[3,1,2],
             "e":[],"x":["b","A","c"],"d":{"k":1,"role":"user","list":[1,"x"]},
             "m":[{"role":"user","content":"Hi","n":1},{"role":"assistant","content":" there ","n":2}]}
            """;

    internal string Next(int depth = 3) =>
        depth == 0
            ? Leaf()
            : _random.Next(12) switch
            {
                0 => $"({Next(depth - 1)} {Pick("+", "-", "*", "/", "//", "%", "~", "**")} {Next(depth - 1)})",
                1 => $"({Next(depth - 1)} {Pick("==", "!=", "<", "<=", ">", ">=", "in", "not in")} {Next(depth - 1)})",
                2 => $"({Next(depth - 1)} {Pick("and", "or")} {Next(depth - 1)})",
                3 => $"({Next(depth - 1)} if {Next(depth - 1)} else {Next(depth - 1)})",
                4 => $"({Pick("not ", "-", "+")}{Next(depth - 1)})",
                5 or 6 => $"({Next(depth - 1)}|{Filter(depth - 1)})",
                7 => $"({Next(depth - 1)} is {Test(depth - 1)})",
                8 or 9 => Method(depth - 1),
                10 => $"{Sequence()}[{Slice()}]",
                _ =>
                    $"{Pick("m", "d", "l", "s", "u")}{Pick("[0]", "[-1]", "['role']", ".role", "[1]['content']", "[9]")}",
            };

    private string Leaf() =>
        Pick(
            "a",
            "b",
            "f",
            "t",
            "n",
            "s",
            "u",
            "w",
            "l",
            "e",
            "x",
            "d",
            "m",
            "missing",
            "0",
            "1",
            "2",
            "'a'",
            "''",
            "'ab\\n'",
            "[1, 'a']",
            "(1, 2)",
            "{'q': 1}",
            "1.5",
            "none",
            "true"
        );

    private string Sequence() => Pick("s", "u", "l", "x", "m", "e", "[5, 6, 7, 8]", "'abcdef'");

    private string Slice() =>
        Pick("1:", ":1", "::-1", "-2:", ":-1", "1:3", "::2", "5:1:-1", "-9:9", "a:b", ":", "0", "-1", "b:a", "n:2");

    private string Filter(int depth) =>
        Pick(
            "trim",
            "upper",
            "lower",
            "title",
            "capitalize",
            "length",
            "string",
            "int",
            "float",
            "abs",
            "list",
            "first",
            "last",
            "join",
            "join(', ')",
            "default('d')",
            "default('d', true)",
            "tojson",
            "tojson(indent=2)",
            "reverse|list",
            "sort",
            "sort(reverse=true)",
            "unique|list",
            "map('upper')|list",
            "map(attribute='role')|list",
            "selectattr('n', 'gt', 1)|list",
            "rejectattr('role', 'equalto', 'user')|list",
            "select('string')|list",
            "reject('none')|list",
            "dictsort",
            "items|list",
            "round",
            "round(1)",
            "min",
            "max",
            "sum",
            "indent(2)",
            "indent(2, true, true)",
            "replace('l', 'LL')",
            "wordcount",
            "batch(2)|list",
            "attr('role')",
            $"default({Leaf()})",
            "count",
            "center(20)",
            "trim('H d')",
            "format(1, 2)"
        ) + (depth > 2 ? "|string" : "");

    private string Test(int depth) =>
        Pick(
            "defined",
            "undefined",
            "none",
            "string",
            "mapping",
            "iterable",
            "sequence",
            "number",
            "boolean",
            "integer",
            "float",
            "true",
            "false",
            "odd",
            "even",
            "divisibleby(2)",
            "lower",
            "upper",
            "not none",
            "not string",
            $"eq({Next(Math.Min(depth, 1))})",
            $"in({Leaf()})",
            $"sameas({Pick("none", "true", "false")})",
            "gt(1)",
            "ne('a')"
        );

    private string Method(int depth) =>
        Pick(
            "s.split()",
            "s.split('o')",
            "s.split('l', 1)",
            "w.split()",
            "u.split(' ')[-1]",
            "s.rsplit('o', 1)",
            "w.strip()",
            "w.lstrip()",
            "w.rstrip('\\t ')",
            "w.splitlines()",
            "s.upper()",
            "u.title()",
            "s.swapcase()",
            "s.startswith('He')",
            "s.endswith(('d', 'x'))",
            "s.replace('o', '0', 1)",
            "u.find('本')",
            "s.rfind('o')",
            "s.count('l')",
            "s.index('W')",
            "s.index('z')",
            "'-'.join(x)",
            "'-'.join(l)",
            "d.get('k')",
            "d.get('z', 5)",
            "d.keys()|list",
            "d.items()|list",
            "d.values()|list",
            "s.partition(' ')",
            "s.rpartition('l')",
            "l.index(1)",
            "l.count(3)",
            "s.zfill(15)",
            "(b|string).zfill(5)",
            "u.center(20, '*')",
            "s.ljust(13, '.')",
            "s.removeprefix('Hell')",
            "s.isalpha()",
            "'12'.isdigit()",
            "w.isspace()",
            "l.append(1)",
            "range(a)|list",
            "range(a, b, -2)|list",
            "dict(a=1)",
            "namespace(q=1).q",
            $"('%s|%d|%5.1f' % ({Leaf()}, {Leaf()}, {Leaf()}))",
            $"({Next(depth)}).strip()"
        );

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
