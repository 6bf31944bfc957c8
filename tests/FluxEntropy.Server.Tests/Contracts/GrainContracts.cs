using System.Globalization;
using System.Reflection;
using FluxEntropy.Grains.Contracts;

namespace FluxEntropy.Server.Tests.Contracts;

/// <summary>What processes of one cluster say to each other: grain interfaces, and the types that cross between grains.</summary>
internal static class GrainContracts
{
    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Every method of a grain interface, field of a serialized type, value of an enumeration among them, and converter.</summary>
    public static IReadOnlyDictionary<string, string> Members()
    {
        var types = typeof(IDocumentGrain).Assembly.GetTypes();
        var members = new List<(string Member, string What)>();
        foreach (var type in types.Where(IsGrainInterface))
            members.AddRange(MethodsOf(type));
        foreach (var type in types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)))
            members.AddRange(FieldsOf(type));
        foreach (var type in types.Where(type => type.IsDefined(typeof(RegisterConverterAttribute), inherit: false)))
            members.Add(ConverterOf(type));
        foreach (var type in types.SelectMany(Mentioned).Where(type => type.IsEnum).Distinct())
            members.AddRange(ValuesOf(type));
        return members
            .OrderBy(member => PinnedContract.Part(member.Member), StringComparer.Ordinal)
            .ThenBy(member => PinnedContract.Number(member.Member))
            .ThenBy(member => member.Member, StringComparer.Ordinal)
            .ToDictionary(member => member.Member, member => member.What);
    }

    private static bool IsGrainInterface(Type type) => type.IsInterface && typeof(IGrain).IsAssignableFrom(type);

    private static IEnumerable<(string, string)> MethodsOf(Type type)
    {
        var key = type.GetInterfaces().Single(parent => parent.Name.StartsWith("IGrainWith", StringComparison.Ordinal));
        yield return ($"grain {Name(type)} / key", Name(key));
        foreach (var method in type.GetMethods())
            yield return (
                $"grain {Name(type)} / {method.GetCustomAttribute<AliasAttribute>()?.Alias ?? method.Name}"
                    + $"({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))})",
                Name(method.ReturnType)
            );
    }

    private static IEnumerable<(string, string)> FieldsOf(Type type)
    {
        if (type.IsEnum)
            return [];
        var fields = Serialized(type).ToList();
        return fields.Count == 0
            ? [($"type {Name(type)}", "no fields")]
            : fields.Select(field => ($"type {Name(type)} / {field.Id}", $"{Name(field.Type)} {field.Name}"));
    }

    private static (string, string) ConverterOf(Type type)
    {
        var converted = type.GetInterfaces()
            .Single(parent => parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(IConverter<,>))
            .GetGenericArguments();
        return ($"type {Name(converted[0])} / as", Name(converted[1]));
    }

    private static IEnumerable<(string, string)> ValuesOf(Type type) =>
        Enum.GetValues(type)
            .Cast<object>()
            .Select(value =>
                ($"enum {Name(type)} / {Convert.ToInt64(value, CultureInfo.InvariantCulture)}", $"{value}")
            );

    private static IEnumerable<(uint Id, Type Type, string Name)> Serialized(Type type) =>
        type.GetMembers(Own)
            .Where(member => member.IsDefined(typeof(IdAttribute)))
            .Select(member =>
                (
                    member.GetCustomAttribute<IdAttribute>()!.Id,
                    member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType,
                    member.Name
                )
            );

    /// <summary>Types that a grain interface or a serialized type names, down to the arguments of generic ones.</summary>
    private static IEnumerable<Type> Mentioned(Type type)
    {
        if (IsGrainInterface(type))
            return type.GetMethods()
                .SelectMany(method =>
                    method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)
                )
                .SelectMany(Parts);
        return type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
            ? Serialized(type).SelectMany(field => Parts(field.Type))
            : [];
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.IsArray ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts)
        : [type];

    private static string Name(Type type) =>
        type.IsArray ? $"{Name(type.GetElementType()!)}[]"
        : Nullable.GetUnderlyingType(type) is { } value ? $"{Name(value)}?"
        : type == typeof(Task) ? "nothing"
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>) ? Name(type.GetGenericArguments()[0])
        : type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.GetCustomAttribute<AliasAttribute>() is { } alias ? alias.Alias
        : type.IsEnum || type.Namespace!.StartsWith("System", StringComparison.Ordinal) || type.Namespace == "Orleans"
            ? type.Name
        : type.FullName!;
}
