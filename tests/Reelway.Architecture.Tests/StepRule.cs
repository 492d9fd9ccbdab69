using Mono.Cecil;

namespace Reelway.Architecture.Tests;

/// <summary>A step comes to a client by <c>ConnectionPool.UseAsync</c> alone, so that a pause of the connection holds it up.</summary>
internal static class StepRule
{
    public static IEnumerable<string> ClientsPastAPause(IEnumerable<TypeDefinition> types)
        => from type in types
           where TypeUses.Outermost(type).Name != "ConnectionPool"
           let isOfStep = type.Fields.Any(field => IsStep(field.FieldType))
           from method in type.Methods
           where method.HasBody && (isOfStep || method.Parameters.Any(parameter => IsStep(parameter.ParameterType)))
           from instruction in method.Body.Instructions
           where instruction.Operand is MethodReference { Name: "Require" or "Find", DeclaringType.Name: "ConnectionPool" }
           select $"{TypeUses.Outermost(type).FullName} takes a client in a step by {((MethodReference)instruction.Operand).Name}; take it by UseAsync.";

    private static bool IsStep(TypeReference type) => type.Name == "IStep";
}
