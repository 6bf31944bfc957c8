using FluxEntropy.Server.Limits;
using FluxEntropy.Server.Tests.Documentation;
using FluxEntropy.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace FluxEntropy.Server.Tests.Limits;

/// <summary>Every field of a request that can hold more than a number has a bound.</summary>
public sealed class FieldBoundsTests
{
    private static readonly IReadOnlyList<FieldDescriptor> Fields =
    [
        .. Files()
            .SelectMany(file => file.Services)
            .SelectMany(service => service.Methods)
            .SelectMany(method => MessagesOf(method.InputType))
            .DistinctBy(message => message.FullName)
            .SelectMany(message => message.Fields.InDeclarationOrder())
            .Where(field => field.IsRepeated || field.FieldType is FieldType.String or FieldType.Bytes),
    ];

    public static TheoryData<string> Enforced => [.. FieldBounds.All.Keys];

    [Fact]
    public void Every_text_list_and_map_that_a_client_can_send_has_one_bound()
    {
        Assert.NotEmpty(Fields);
        Assert.Equal(
            Fields.Select(RequestBounds.NameOf).Order(StringComparer.Ordinal),
            FieldBounds.All.Keys.Concat(FieldBounds.Elsewhere.Keys).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Each_bound_is_in_the_comment_of_its_field_or_of_what_it_holds() =>
        Assert.All(
            FieldBounds.All.Where(bound =>
                bound.Value is { Characters: > 256 } or { Count: > 1 }
                || bound.Key.EndsWith("author", StringComparison.Ordinal)
            ),
            bound => Assert.True(IsDocumented(bound.Key), $"the comment of {bound.Key} does not say 'at most'")
        );

    [Theory, MemberData(nameof(Enforced))]
    public void What_is_longer_is_refused_with_the_field_and_what_is_as_long_is_taken(string name)
    {
        var field = Fields.Single(field => RequestBounds.NameOf(field) == name);
        var bound = FieldBounds.All[name];

        RequestBounds.Check(Request(field, bound.Count, bound.Characters));
        if (bound.Count > 1)
            Refused(
                Request(field, bound.Count + 1, 0),
                $"{field.Name}: {bound.Count + 1} are given; at most {bound.Count} are taken."
            );
        if (bound.Characters > 0)
            Refused(
                Request(field, 1, bound.Characters + 1),
                $": it has {bound.Characters + 1} characters; at most {bound.Characters} are taken."
            );
    }

    [Fact]
    public void A_field_of_a_message_within_is_named_by_its_path() =>
        Refused(
            new UpdateCurriculumRequest
            {
                Curriculum = new CurriculumSpec { Schedule = new string('a', (1 << 20) + 1) },
            },
            "curriculum.schedule: it has 1048577 characters; at most 1048576 are taken."
        );

    private static void Refused(IMessage request, string said)
    {
        var refusal = Assert.Throws<RpcException>(() => RequestBounds.Check(request));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.EndsWith(said, refusal.Status.Detail, StringComparison.Ordinal);
    }

    private static IMessage Request(FieldDescriptor field, int count, int characters)
    {
        var request = (IMessage)Activator.CreateInstance(field.ContainingType.ClrType)!;
        var text = new string('a', characters);
        if (field.IsMap)
        {
            var map = (IDictionary<string, string>)field.Accessor.GetValue(request);
            for (var i = 0; i < count; i++)
                map[i == 0 ? text : $"{i}"] = text;
        }
        else if (!field.IsRepeated)
            field.Accessor.SetValue(request, text);
        else
        {
            var list = (System.Collections.IList)field.Accessor.GetValue(request);
            for (var i = 0; i < count; i++)
                list.Add(
                    field.FieldType switch
                    {
                        FieldType.String => text,
                        FieldType.Message => Activator.CreateInstance(field.MessageType.ClrType),
                        FieldType.Double => 0.0,
                        _ => 0ul,
                    }
                );
        }
        return request;
    }

    private static IEnumerable<MessageDescriptor> MessagesOf(MessageDescriptor message) =>
        [
            message,
            .. message
                .Fields.InDeclarationOrder()
                .Where(field => field is { FieldType: FieldType.Message, IsMap: false })
                .SelectMany(field => MessagesOf(field.MessageType)),
        ];

    private static bool IsDocumented(string name)
    {
        var (message, field) = (name.Split('.')[0], name.Split('.')[1]);
        var text = string.Concat(
            Directory
                .EnumerateFiles(Repository.File("protos"), "*.proto", SearchOption.AllDirectories)
                .Select(File.ReadAllText)
        );
        var body = text[text.IndexOf($"message {message} {{", StringComparison.Ordinal)..];
        var before = body[..body.IndexOf($" {field} = ", StringComparison.Ordinal)].TrimEnd().Split('\n');
        return before
            .Reverse()
            .Skip(1)
            .TakeWhile(line => line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .Any(line =>
                line.Contains("most", StringComparison.Ordinal) || line.Contains(" to ", StringComparison.Ordinal)
            );
    }

    private static IEnumerable<FileDescriptor> Files() =>
        typeof(Corpus)
            .Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor")?.GetValue(null))
            .OfType<FileDescriptor>();
}
