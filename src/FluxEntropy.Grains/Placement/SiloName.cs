using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Placement;

/// <summary>
/// The name of a silo, <c>data+gateway-1f0c…</c>: its roles, then an id that no other process ever has. Names are part of
/// membership itself, so that a silo's roles are known as soon as the silo is.
/// </summary>
public static class SiloName
{
    private const char Between = '-';
    private const char And = '+';

    /// <summary>A new name for a silo of some roles.</summary>
    public static string New(SiloRoles roles) => $"{Text(roles)}{Between}{DataLayout.NewId()}";

    /// <summary>The roles of a silo.</summary>
    public static SiloRoles RolesOf(string name) =>
        TryParse(name[..Math.Max(0, name.IndexOf(Between, StringComparison.Ordinal))], And, out var roles)
            ? roles
            : SiloRoles.None;

    /// <summary>Roles as text, in lower case: <c>data+gateway</c>.</summary>
    public static string Text(SiloRoles roles) =>
        string.Join(
            And,
            Enum.GetValues<SiloRoles>()
                .Where(role => role is SiloRoles.Data or SiloRoles.Device or SiloRoles.Gateway && roles.HasFlag(role))
                .Select(role => role.ToString().ToLowerInvariant())
        );

    /// <summary>Reads a list of roles.</summary>
    public static bool TryParse(string list, char separator, out SiloRoles roles)
    {
        roles = SiloRoles.None;
        foreach (var name in list.Split(separator))
        {
            if (name is not ("data" or "device" or "gateway"))
                return false;
            roles |= Enum.Parse<SiloRoles>(name, ignoreCase: true);
        }
        return true;
    }
}
