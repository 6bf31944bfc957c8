namespace FluxEntropy.Server.Services;

/// <summary>The devices of this process, such as <c>cpu:2</c>.</summary>
internal sealed record LocalDevices(IReadOnlyList<string> Names);
