using System.Diagnostics;
using System.Text.Json;

namespace FluxEntropy.Models.Tests.Tokenizers.ChatTemplates;

/// <summary>Jinja itself, where this machine's Python has it; tests that compare with it are skipped elsewhere.</summary>
internal static class Jinja
{
    /// <summary>What it makes of templates with the same variables: a text, or null where it refuses.</summary>
    internal static async Task<IReadOnlyList<(string? Text, string? Error)>> RenderAsync(
        IReadOnlyList<(string Template, JsonElement Variables)> cases
    )
    {
        using var python = Start();
        var writing = Task.Run(async () =>
        {
            foreach (var (template, variables) in cases)
                await python.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { template, variables }));
            python.StandardInput.Close();
        });
        var errors = python.StandardError.ReadToEndAsync();
        var results = new List<(string?, string?)>();
        while (await python.StandardOutput.ReadLineAsync() is { } line)
        {
            using var result = JsonDocument.Parse(line);
            results.Add((Member(result, "text"), Member(result, "error")));
        }

        if (results.Count == 0)
            Assert.Skip($"python3 has no jinja2 here: {(await errors).Trim().Split('\n')[^1]}");
        await writing;
        return results;
    }

    private static Process Start()
    {
        try
        {
            return Process.Start(
                new ProcessStartInfo("python3", [TemplateTable.PathOf("render.py")])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("there is no python3 here to compare with");
            throw;
        }
    }

    private static string? Member(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
