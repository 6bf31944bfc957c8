using FluxEntropy.Models.Native;
using Mono.Cecil;
using Mono.Cecil.Rocks;
using TorchSharp;

namespace FluxEntropy.Models.Tests.Native;

/// <summary>Garbage collections may free what libtorch reads; see <see cref="ScalarArithmetic"/>.</summary>
public sealed class BannedSymbolsTests
{
    private static readonly string[] Exempt = [nameof(ScalarArithmetic), nameof(Training.AdamWStepTests)];

    /// <summary>Fails after an update of TorchSharp that brings more of them.</summary>
    [Fact]
    public void Everything_in_TorchSharp_that_makes_temporary_scalars_is_banned()
    {
        var banned = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "BannedSymbols.txt"))
            .Select(line => line.Split(';')[0])
            .ToHashSet();
        var made = ScalarMakers.Find(typeof(Scalar).Assembly.Location);
        Assert.Contains("M:TorchSharp.torch.Tensor.add_(TorchSharp.torch.Tensor)", made);
        var missing = made.Where(symbol => !banned.Contains(symbol));
        Assert.True(!missing.Any(), $"add to BannedSymbols.txt:\n{string.Join('\n', missing)}");
    }

    /// <summary>
    /// The analyzer, which complains while one writes, overlooks compound assignments such as <c>x += y</c>.
    /// </summary>
    [Theory]
    [InlineData(typeof(TorchEngineFactory))]
    [InlineData(typeof(BannedSymbolsTests))]
    public void No_compiled_method_uses_a_banned_member(Type ofAssembly)
    {
        var banned = ScalarMakers.Find(typeof(Scalar).Assembly.Location);
        using var module = ModuleDefinition.ReadModule(ofAssembly.Assembly.Location);
        var uses =
            from type in module.GetTypes()
            where !Exempt.Any(name => type.FullName.Contains(name, StringComparison.Ordinal))
            from method in type.Methods
            where method.HasBody
            from instruction in method.Body.Instructions
            let called = (instruction.Operand as MethodReference)?.GetElementMethod()
            where called?.DeclaringType.Scope.Name == "TorchSharp" && called.Name != nameof(torch.optim.AdamW)
            where called.Resolve() is { } callee && banned.Contains(ScalarMakers.IdOf(callee))
            select $"{method.FullName} uses {called.FullName}";
        Assert.Empty(uses);
    }

    /// <summary>
    /// Finds public members that make a <see cref="Scalar"/> on the way, themselves or in what they call.
    /// </summary>
    private sealed class ScalarMakers
    {
        private readonly Dictionary<MethodDefinition, List<MethodDefinition>> _callers = [];
        private readonly HashSet<MethodDefinition> _found = [];

        /// <returns>Documentation ids.</returns>
        internal static SortedSet<string> Find(string assembly)
        {
            using var module = ModuleDefinition.ReadModule(assembly);
            var makers = new ScalarMakers();
            var methods = module.GetTypes().SelectMany(type => type.Methods).ToList();
            methods.ForEach(makers.AddCalls);
            var open = new Stack<MethodDefinition>(methods.Where(MakesScalar));
            while (open.TryPop(out var method))
            {
                if (makers._found.Add(method))
                    makers._callers.GetValueOrDefault(method, []).ForEach(open.Push);
            }

            return new(makers._found.Where(IsVisible).Select(IdOf), StringComparer.Ordinal);
        }

        private static bool MakesScalar(MethodDefinition method) =>
            method.IsConstructor && method.DeclaringType.FullName == typeof(Scalar).FullName;

        private void AddCalls(MethodDefinition method)
        {
            // A call of the method that this one overrides may come here.
            if (method.IsVirtual && method.GetBaseMethod() is var overridden && overridden != method)
                AddCall(method, overridden);
            if (!method.HasBody)
                return;
            foreach (var instruction in method.Body.Instructions)
            {
                if (
                    instruction.Operand is MethodReference called
                    && called.DeclaringType.Scope == method.Module
                    && called.Resolve() is { } callee
                )
                    AddCall(callee, method);
            }
        }

        private void AddCall(MethodDefinition callee, MethodDefinition caller)
        {
            if (!_callers.TryGetValue(callee, out var callers))
                _callers[callee] = callers = [];
            callers.Add(caller);
        }

        private static bool IsVisible(MethodDefinition method) =>
            (method.IsPublic || method.IsFamily) && IsVisible(method.DeclaringType);

        private static bool IsVisible(TypeDefinition type) =>
            type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily) && IsVisible(type.DeclaringType));

        /// <summary>The documentation id of a method, or of the property that it reads or writes.</summary>
        internal static string IdOf(MethodDefinition method) =>
            DocCommentId.GetDocCommentId(
                method.DeclaringType.Properties.FirstOrDefault(p => p.GetMethod == method || p.SetMethod == method)
                    as IMemberDefinition
                    ?? method
            );
    }
}
