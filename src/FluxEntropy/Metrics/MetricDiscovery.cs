using System.Reflection;

namespace FluxEntropy.Metrics;

/// <summary>Finds the metrics of an assembly: once, at the start.</summary>
internal static class MetricDiscovery
{
    /// <summary>One of each class that is a metric.</summary>
    /// <exception cref="ArgumentException">A metric cannot be made.</exception>
    public static IReadOnlyList<IMetric> In(Assembly assembly) =>
        [.. TypesOf(assembly).Where(type => !type.IsAbstract && typeof(IMetric).IsAssignableFrom(type)).Select(Make)];

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            var reason = exception.LoaderExceptions.FirstOrDefault()?.Message ?? exception.Message;
            throw new ArgumentException(
                $"assembly {assembly.GetName().Name} cannot be read: {reason.ReplaceLineEndings(" ")} Build it against "
                    + $"this version of FluxEntropy, with what it needs beside it.",
                nameof(assembly),
                exception
            );
        }
    }

    private static IMetric Make(Type type)
    {
        try
        {
            return (IMetric)Activator.CreateInstance(type, nonPublic: true)!;
        }
        catch (Exception exception)
            when (exception is MissingMethodException or TargetInvocationException or MemberAccessException)
        {
            throw new ArgumentException(
                $"metric {type.FullName} cannot be made: "
                    + $"{(exception.InnerException ?? exception).Message.ReplaceLineEndings(" ")} A metric "
                    + $"needs a constructor without parameters.",
                exception
            );
        }
    }
}
