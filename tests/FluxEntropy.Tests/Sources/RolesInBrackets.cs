using System.Text.Json;
using FluxEntropy.Sources;

namespace FluxEntropy.Tests.Sources;

/// <summary>A chat template that is none: each role in brackets, and what was said; silence is refused.</summary>
internal sealed class RolesInBrackets : IChatTemplate
{
    public string Render(JsonElement messages) => string.Concat(messages.EnumerateArray().Select(Of));

    private static string Of(JsonElement message)
    {
        string?[] members = [.. message.EnumerateObject().Select(member => member.Value.GetString())];
        return members is [var role, { } said] ? $"[{role}]{said}" : throw new FormatException("nothing is said");
    }
}
