using Mono.Cecil;
using TorchSharp;

namespace FluxEntropy.Models.Tests.Native;

/// <summary>
/// What has a finalizer and nobody holds may be freed while libtorch reads it. Tensors are held by the dispose scope that
/// every work on a torch thread runs in; each other such thing is made in one of a few places, which hold it.
/// </summary>
public sealed class FinalizedTypesTests
{
    private static readonly string[] Held =
    [
        "OriginalAlgorithm makes torch/Generator", // in a using
        "ScalarArithmetic makes Scalar", // in usings and static fields
        "Trainer makes AdamW", // in a field
        "Trainer makes torch/Generator", // in a field
    ];

    [Fact]
    public void Everything_with_a_finalizer_but_tensors_is_made_where_it_is_held()
    {
        using var torch = ModuleDefinition.ReadModule(typeof(Scalar).Assembly.Location);
        var finalized = torch.GetTypes().Where(HasFinalizer).Select(type => type.FullName).ToHashSet();
        Assert.Contains(typeof(Scalar).FullName!, finalized);
        using var module = ModuleDefinition.ReadModule(typeof(TorchEngineFactory).Assembly.Location);
        var makers =
            from type in module.GetTypes()
            from method in type.Methods
            where method.HasBody
            from instruction in method.Body.Instructions
            let called = instruction.Operand as MethodReference
            where called?.DeclaringType.Scope.Name == "TorchSharp"
            let made = called.Name == ".ctor" ? called.DeclaringType.FullName : called.ReturnType.FullName
            where finalized.Contains(made) && !made.EndsWith("/Tensor", StringComparison.Ordinal)
            select $"{type.FullName.Split('/')[0].Split('.')[^1]} makes {made.Split('.')[^1]}";
        Assert.Equal(Held, makers.Distinct().Order());
    }

    private static bool HasFinalizer(TypeDefinition? type) =>
        type?.Module is not null
        && type.FullName != typeof(object).FullName
        && (type.Methods.Any(method => method.Name == "Finalize") || HasFinalizer(InTorch(type)));

    private static TypeDefinition? InTorch(TypeDefinition type) => type.BaseType as TypeDefinition;
}
