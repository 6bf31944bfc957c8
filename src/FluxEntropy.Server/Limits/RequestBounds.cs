using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace FluxEntropy.Server.Limits;

/// <summary>Holds requests to <see cref="FieldBounds"/>.</summary>
internal static class RequestBounds
{
    /// <summary>Looks at all fields of a request, those of messages in it included.</summary>
    /// <exception cref="RpcException">A field holds more than it may; the message names it.</exception>
    public static void Check(IMessage request, string path = "")
    {
        foreach (var field in request.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType is FieldType.String or FieldType.Message || field.IsRepeated)
                Check(field, field.Accessor.GetValue(request), path + field.Name);
        }
    }

    /// <summary>The name under which a field has its bound.</summary>
    public static string NameOf(FieldDescriptor field) => $"{field.ContainingType.Name}.{field.Name}";

    private static void Check(FieldDescriptor field, object? value, string path)
    {
        FieldBound? bound = FieldBounds.All.TryGetValue(NameOf(field), out var found) ? found : null;
        switch (value)
        {
            case IMessage message:
                Check(message, path + ".");
                break;
            case string text when text.Length > bound?.Characters:
                throw TooMuch(path, $"it has {text.Length} characters; at most {bound?.Characters} are taken.");
            case ICollection many when many.Count > bound?.Count:
                throw TooMuch(path, $"{many.Count} are given; at most {bound?.Count} are taken.");
            case IDictionary<string, string> map:
                foreach (var text in map.Keys.Concat(map.Values))
                    Check(field, text, path);
                break;
            case IList list when list is not { Count: > 0 } || list[0] is IMessage or string:
                for (var i = 0; i < list.Count; i++)
                    Check(field, list[i], $"{path}[{i}]");
                break;
        }
    }

    private static RpcException TooMuch(string path, string problem) =>
        new(new Status(StatusCode.InvalidArgument, $"{path}: {problem}"));
}
