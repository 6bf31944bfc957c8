using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Suggestions;
using Pidgin;
using static Pidgin.Parser;

namespace FluxEntropy.Curricula;

/// <summary>
/// Schedules on one line: <c>sequential | warmup(0.4)</c>. A schedule is a name with arguments, by position or by name.
/// A schedule that follows a bar takes the one before the bar as its first argument. Values are numbers, lists
/// <c>[1, 2]</c> and pairs <c>0.5: [1, 2]</c>; a list that is the last argument may omit its brackets. Case, '_' and
/// '-' in names are ignored.
/// </summary>
internal static class ScheduleExpression
{
    private const int MaxCharacters = 64 << 10;
    private const int MaxDepth = 64;

    private static readonly Parser<char, double> Digits = Real.Before(SkipWhitespaces).Labelled("a number");
    private static readonly Parser<char, string> Word = Letter
        .Then(LetterOrDigit.Or(OneOf("_-")).ManyString(), (first, rest) => first + rest)
        .Before(SkipWhitespaces)
        .Labelled("a name");
    private static readonly Parser<char, IEnumerable<Argument>> Arguments = Rec(() => Passed!)
        .Separated(Sign(','))
        .Between(Sign('('), Sign(')'));
    private static readonly Parser<char, Call> Called = Map(
        (name, arguments) => new Call(name, arguments.HasValue ? [.. arguments.Value] : []),
        Word,
        Arguments.Optional()
    );
    private static readonly Parser<char, Term> Pipeline = Called
        .SeparatedAtLeastOnce(Sign('|'))
        .Select(calls => (Term)new Pipe([.. calls]));
    private static readonly Parser<char, Term> Bracketed = Rec(() => Value!)
        .Separated(Sign(','))
        .Between(Sign('['), Sign(']'))
        .Select(items => (Term)new Items([.. items]));
    private static readonly Parser<char, Term> NumberOrPair = Map(
        (number, value) => value.HasValue ? (Term)new Pair(number, value.Value) : new Number(number),
        Digits,
        Sign(':').Then(Rec(() => Value!)).Optional()
    );
    private static readonly Parser<char, Term> Value = OneOf(NumberOrPair, Bracketed, Pipeline);
    private static readonly Parser<char, Argument> Passed = Map(
        (name, value) => new Argument(name.HasValue ? name.Value : null, value),
        Try(Word.Before(Sign('='))).Optional(),
        Value
    );
    private static readonly Parser<char, Term> Whole = SkipWhitespaces.Then(Pipeline).Before(Parser<char>.End);

    /// <summary>Names of schedules, with their types.</summary>
    public static IReadOnlyDictionary<string, Type> Kinds { get; } =
        CurriculumJson
            .Options.GetTypeInfo(typeof(Schedule))
            .PolymorphismOptions!.DerivedTypes.ToDictionary(
                derived => (string)derived.TypeDiscriminator!,
                derived => derived.DerivedType
            );

    /// <summary>Parses an expression into the equivalent JSON.</summary>
    /// <param name="expression">The line.</param>
    /// <param name="curriculum">
    /// Receives arguments that belong to the curriculum (bins, order, mass, dry); null if they are not allowed here.
    /// </param>
    /// <exception cref="FormatException">It is not a schedule; the message says where and why.</exception>
    public static JsonObject Parse(string expression, JsonObject? curriculum)
    {
        var depth = 0;
        if (
            expression.Length > MaxCharacters
            || expression.Any(c => c is '(' or '[' ? ++depth > MaxDepth : c is ')' or ']' && --depth < 0)
        )
            throw new FormatException(
                $"schedule: it has {expression.Length} characters, or brackets that do not match or are nested more "
                    + $"than {MaxDepth} deep."
            );
        var parsed = Whole.Parse(expression);
        if (!parsed.Success)
            throw new FormatException(
                $"schedule: column {parsed.Error!.ErrorPos.Col} of '{Shortened(expression)}': {ScheduleFault.Of(parsed.Error)}."
            );
        return Schedule((Pipe)parsed.Value, curriculum);
    }

    /// <summary>
    /// A schedule on one line with all its arguments, those included that have their default: who reads it need not know them.
    /// <see cref="Parse"/> reads it.
    /// </summary>
    public static string Of(Schedule schedule)
    {
        var (kind, type) = Kinds.First(known => known.Value == schedule.GetType());
        var parameters = Parameters(type);
        var arguments = new List<string>();
        var before = "";
        var isComplete = true; // no argument was left out so far, so the next one needs no name
        for (var i = 0; i < parameters.Length; i++)
        {
            var value = type.GetProperty(parameters[i].Name!)!.GetValue(schedule);
            if (i == 0 && value is Schedule first)
                before = Of(first) + " | ";
            else if (value is null)
                isComplete = false; // it says nothing, and a name is all that would stand for it
            else
                arguments.Add(
                    (isComplete ? "" : $"{Camel(parameters[i].Name!)}=") + Text(value, isOnly: parameters.Length == 1)
                );
        }
        return $"{before}{kind}{(arguments.Count > 0 ? $"({string.Join(", ", arguments)})" : "")}";
    }

    private static JsonObject Schedule(Pipe pipe, JsonObject? curriculum)
    {
        JsonObject? before = null;
        foreach (var call in pipe.Calls)
            before = Schedule(call, before, curriculum);
        return before!;
    }

    private static JsonObject Schedule(Call call, JsonObject? before, JsonObject? curriculum)
    {
        var (kind, type) = Kinds.FirstOrDefault(known => Same(known.Key, call.Name));
        if (kind is null)
            throw new FormatException(
                $"schedule: '{call.Name}' is unknown.{NearestName.Question(call.Name, Kinds.Keys)} "
                    + $"Known are {string.Join(", ", Kinds.Keys)}."
            );
        var parameters = Parameters(type);
        var schedule = new JsonObject { ["kind"] = kind };
        var next = 0;
        if (before is not null)
        {
            if (parameters is not [{ ParameterType.Name: nameof(Curricula.Schedules.Schedule) }, ..])
                throw new FormatException(
                    $"schedule: '{kind}' takes no schedule before it; "
                        + "start with it, or combine the two with then(…) or mix(…)."
                );
            schedule[Camel(parameters[next++].Name!)] = before;
        }
        for (var i = 0; i < call.Arguments.Length; i++)
        {
            var (name, value) = call.Arguments[i];
            if (name is null)
            {
                if (next == parameters.Length)
                    throw new FormatException(
                        $"schedule: '{kind}' takes {Listed(parameters)}, not as many arguments as were given."
                    );
                var parameter = parameters[next++];
                var rest = call.Arguments[i..]
                    .TakeWhile(argument => argument.Name is null)
                    .Select(argument => argument.Value)
                    .ToArray();
                if (parameter.ParameterType.IsArray && value is not Items)
                    (value, i) = (new Items(rest), i + rest.Length - 1);
                schedule[Camel(parameter.Name!)] = Json(
                    value,
                    parameter.ParameterType,
                    $"{kind}({Camel(parameter.Name!)})"
                );
            }
            else if (parameters.FirstOrDefault(parameter => Same(parameter.Name!, name)) is { } named)
            {
                if (!schedule.TryAdd(Camel(named.Name!), Json(value, named.ParameterType, $"{kind}({name})")))
                    throw new FormatException($"schedule: {kind}({name}) is given twice.");
            }
            else if (
                curriculum is not null
                && CurriculumJson.Fields.FirstOrDefault(field => Same(field.Key, name))
                    is { Key: { } field, Value: var fieldType }
            )
            {
                if (!curriculum.TryAdd(field, Json(value, fieldType, field)))
                    throw new FormatException($"{field}: it is given twice.");
            }
            else
            {
                throw new FormatException(
                    $"schedule: {kind} has no '{name}'; it takes {Listed(parameters)}."
                        + NearestName.Question(name, parameters.Select(known => Camel(known.Name!)))
                );
            }
        }
        return schedule;
    }

    private static JsonNode Json(Term term, Type type, string where)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        switch (term)
        {
            case Number { Value: var number }
                when type == typeof(double) || (type == typeof(int) && number == (int)number):
                return type == typeof(int) ? JsonValue.Create((int)number) : JsonValue.Create(number);
            case Pair pair
                when !type.IsArray
                    && type.IsClass
                    && Parameters(type) is [var key, var value]
                    && key.ParameterType == typeof(double):
                return new JsonObject
                {
                    [Camel(key.Name!)] = pair.Key,
                    [Camel(value.Name!)] = Json(pair.Value, value.ParameterType, where),
                };
            case Items items when type.IsArray:
                return new JsonArray([.. items.Values.Select(item => Json(item, type.GetElementType()!, where))]);
            case Pipe { Calls: [{ Arguments: [] } word] } when type.IsEnum:
                return Camel(
                    System.Enum.GetNames(type).FirstOrDefault(name => Same(name, word.Name))
                        ?? throw new FormatException(
                            $"{where}: '{word.Name}' is none of {string.Join(", ", System.Enum.GetNames(type).Select(Camel))}."
                        )
                );
            case Pipe pipe when type == typeof(Schedule):
                return Schedule(pipe, curriculum: null);
            default:
                throw new FormatException($"{where}: expected {Described(type)}.");
        }
    }

    private static string Text(object? value, bool isOnly = false) =>
        value switch
        {
            null => "null",
            System.Enum word => Camel(word.ToString()),
            Schedule schedule => Of(schedule),
            KeyFrame frame => $"{Text(frame.At)}: {Text(frame.Weights)}",
            Stage stage => $"{Text(stage.Length)}: {Text(stage.Weights)}",
            Array { Length: > 0 } items when isOnly => string.Join(
                ", ",
                items.Cast<object>().Select(item => Text(item))
            ),
            Array items => $"[{string.Join(", ", items.Cast<object>().Select(item => Text(item)))}]",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };

    private static string Described(Type type) =>
        type == typeof(double) ? "a number"
        : type == typeof(int) ? "a whole number"
        : type.IsEnum ? $"one of {string.Join(", ", System.Enum.GetNames(type).Select(Camel))}"
        : type.IsArray ? $"a list, each {Described(type.GetElementType()!)}"
        : type == typeof(Schedule) ? "a schedule"
        : "a pair such as 0.5: [1, 2]";

    private static string Listed(System.Reflection.ParameterInfo[] parameters) =>
        parameters.Length == 0
            ? "no arguments"
            : string.Join(", ", parameters.Select(parameter => Camel(parameter.Name!)));

    private static System.Reflection.ParameterInfo[] Parameters(Type type) => type.GetConstructors()[0].GetParameters();

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static bool Same(string name, string said) =>
        string.Equals(name, said.Replace("_", "").Replace("-", ""), StringComparison.OrdinalIgnoreCase);

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..79] + "…";

    private static Parser<char, char> Sign(char sign) => Char(sign).Before(SkipWhitespaces);

    private abstract record Term;

    private sealed record Number(double Value) : Term;

    private sealed record Pair(double Key, Term Value) : Term;

    private sealed record Items(Term[] Values) : Term;

    private sealed record Pipe(Call[] Calls) : Term;

    private sealed record Call(string Name, Argument[] Arguments);

    private sealed record Argument(string? Name, Term Value);
}
