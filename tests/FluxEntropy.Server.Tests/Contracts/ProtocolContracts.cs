using System.Reflection;
using FluxEntropy.V1;
using Google.Protobuf.Reflection;

namespace FluxEntropy.Server.Tests.Contracts;

/// <summary>What clients and servers say to each other: messages, enumerations and methods of the gRPC protocol.</summary>
internal static class ProtocolContracts
{
    /// <summary>Every field by its number, value of an enumeration by its number, and method by its name.</summary>
    public static IReadOnlyDictionary<string, string> Members() =>
        typeof(Corpus)
            .Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Static | BindingFlags.Public)?.GetValue(null))
            .OfType<FileDescriptor>()
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .SelectMany(MembersOf)
            .ToDictionary(member => member.Member, member => member.What);

    private static IEnumerable<(string Member, string What)> MembersOf(FileDescriptor file) =>
        [
            .. file.Services.SelectMany(MethodsOf),
            .. file.MessageTypes.SelectMany(FieldsOf),
            .. file.EnumTypes.SelectMany(ValuesOf),
        ];

    private static IEnumerable<(string, string)> MethodsOf(ServiceDescriptor service) =>
        service.Methods.Select(method =>
            (
                $"service {service.FullName} / {method.Name}",
                $"{Streamed(method.IsClientStreaming)}{method.InputType.FullName} returns "
                    + $"{Streamed(method.IsServerStreaming)}{method.OutputType.FullName}"
            )
        );

    private static IEnumerable<(string, string)> FieldsOf(MessageDescriptor message)
    {
        if (message.Fields.InFieldNumberOrder().Count == 0)
            yield return ($"message {message.FullName}", PinnedContract.NoFields);
        foreach (var field in message.Fields.InFieldNumberOrder())
            yield return ($"message {message.FullName} / {field.FieldNumber}", $"{TypeOf(field)} {field.Name}");
        foreach (var nested in message.NestedTypes.Where(nested => nested.GetOptions()?.MapEntry is not true))
        {
            foreach (var member in FieldsOf(nested))
                yield return member;
        }
        foreach (var member in message.EnumTypes.SelectMany(ValuesOf))
            yield return member;
    }

    private static IEnumerable<(string, string)> ValuesOf(EnumDescriptor values) =>
        values.Values.Select(value => ($"enum {values.FullName} / {value.Number}", value.Name));

    private static string TypeOf(FieldDescriptor field)
    {
        if (field.IsMap)
            return $"map<{TypeOf(field.MessageType.FindFieldByNumber(1))}, {TypeOf(field.MessageType.FindFieldByNumber(2))}>";
        var type = field.FieldType switch
        {
            FieldType.Message => field.MessageType.FullName,
            FieldType.Enum => field.EnumType.FullName,
            var scalar => scalar.ToString().ToLowerInvariant(),
        };
        return field.IsRepeated ? $"repeated {type}"
            : field.RealContainingOneof is { } oneof ? $"oneof {oneof.Name} {type}"
            : field.ContainingOneof is not null ? $"optional {type}"
            : type;
    }

    private static string Streamed(bool isStream) => isStream ? "stream " : "";
}
