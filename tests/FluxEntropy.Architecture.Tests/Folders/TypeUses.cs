using Mono.Cecil;
using Mono.Cecil.Cil;

namespace FluxEntropy.Architecture.Tests.Folders;

/// <summary>Every type that a type names: in what it derives from, its members' signatures, its code and its attributes.</summary>
internal static class TypeUses
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type) => Direct(type).SelectMany(Parts);

    private static IEnumerable<TypeReference?> Direct(TypeDefinition type) =>
        [
            type.BaseType,
            .. type.Interfaces.Select(implemented => implemented.InterfaceType),
            .. type.GenericParameters.SelectMany(Constraints),
            .. Attributes(type),
            .. type.Fields.SelectMany(field => Attributes(field).Prepend(field.FieldType)),
            .. type.Properties.SelectMany(property => Attributes(property).Prepend(property.PropertyType)),
            .. type.Events.Select(raised => raised.EventType),
            .. type.Methods.SelectMany(Method),
            .. type.NestedTypes.SelectMany(Direct),
        ];

    private static IEnumerable<TypeReference?> Method(MethodDefinition method) =>
        [
            .. Signature(method),
            .. method.GenericParameters.SelectMany(Constraints),
            .. Attributes(method),
            .. method.Parameters.SelectMany(Attributes),
            .. method.HasBody ? Body(method.Body) : [],
        ];

    private static IEnumerable<TypeReference?> Body(MethodBody body) =>
        [
            .. body.Variables.Select(variable => variable.VariableType),
            .. body.ExceptionHandlers.Select(handler => handler.CatchType),
            .. body.Instructions.SelectMany(instruction => Operand(instruction.Operand)),
        ];

    private static IEnumerable<TypeReference?> Operand(object? operand) =>
        operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            GenericInstanceMethod method => [.. method.GenericArguments, .. Signature(method)],
            MethodReference method => Signature(method),
            _ => [],
        };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
        [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)];

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(attribute =>
            Signature(attribute.Constructor).Concat(TypeArguments(attribute))
        );

    // The values of an attribute with an enumeration of another assembly cannot be read without that assembly.
    private static IEnumerable<TypeReference?> TypeArguments(CustomAttribute attribute) =>
        attribute.Constructor.Parameters.Any(parameter => parameter.ParameterType.FullName == "System.Type")
        && attribute.Constructor.Parameters.All(parameter => parameter.ParameterType.Namespace == "System")
            ? attribute.ConstructorArguments.Select(argument => argument.Value as TypeReference)
            : [];

    private static IEnumerable<TypeReference?> Constraints(GenericParameter parameter) =>
        parameter.Constraints.Select(constraint => constraint.ConstraintType);

    // A list of arrays of T names T.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) =>
        type switch
        {
            null or GenericParameter => [],
            GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
            RequiredModifierType modified => [.. Parts(modified.ModifierType), .. Parts(modified.ElementType)],
            TypeSpecification specification => Parts(specification.ElementType),
            _ => [type],
        };
}
