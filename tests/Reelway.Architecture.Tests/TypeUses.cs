using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Reelway.Architecture.Tests;

/// <summary>Every type that a type mentions: in its declaration, its members' signatures, its attributes and its code.</summary>
internal static class TypeUses
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type)
        => InDeclaration(type)
            .Concat(type.Fields.SelectMany(field => Attributes(field).Append(field.FieldType)))
            .Concat(type.Properties.SelectMany(Attributes))
            .Concat(type.Events.SelectMany(Attributes))
            .Concat(type.Methods.SelectMany(InMethod))
            .Where(use => use is not null)
            .SelectMany(use => Unfold(use!));

    /// <summary>The type in whose file this one is written: lambdas and async methods become nested types.</summary>
    public static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<TypeReference?> InDeclaration(TypeDefinition type)
        => Attributes(type)
            .Append(type.BaseType)
            .Concat(type.Interfaces.Select(implemented => implemented.InterfaceType))
            .Concat(Constraints(type));

    private static IEnumerable<TypeReference?> InMethod(MethodDefinition method)
    {
        var signature = Attributes(method).Concat(Constraints(method)).Append(method.ReturnType)
            .Concat(method.Parameters.SelectMany(parameter => Attributes(parameter).Append(parameter.ParameterType)));
        if (!method.HasBody)
        {
            return signature;
        }

        return signature
            .Concat(method.Body.Variables.Select(variable => variable.VariableType))
            .Concat(method.Body.ExceptionHandlers.Select(handler => handler.CatchType))
            .Concat(method.Body.Instructions.SelectMany(InInstruction));
    }

    private static IEnumerable<TypeReference?> InInstruction(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod generic => [generic.DeclaringType, generic.ReturnType, .. generic.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider generic)
        => generic.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider member)
        => member.CustomAttributes.SelectMany(attribute =>
            attribute.ConstructorArguments
                .Concat(attribute.Properties.Select(property => property.Argument))
                .Select(argument => argument.Value as TypeReference ?? argument.Type)
                .Append(attribute.AttributeType));

    private static IEnumerable<TypeReference> Unfold(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Unfold).Append(generic.ElementType),
        TypeSpecification wrapped => Unfold(wrapped.ElementType),
        _ => [type],
    };
}
