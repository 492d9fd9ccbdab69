using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Reelway.Architecture.Tests;

/// <summary>What the API takes and answers is declared where it is explained: bodies in a JSON context, problems on the page of problems.</summary>
internal static class ApiRule
{
    /// <summary>Bodies that an operation takes or answers with and that no JSON context has.</summary>
    public static IEnumerable<string> UndeclaredBodies(IReadOnlyList<TypeDefinition> types)
    {
        var declared = types.Where(type => type.BaseType?.FullName == "System.Text.Json.Serialization.JsonSerializerContext")
            .SelectMany(context => context.CustomAttributes)
            .Where(attribute => attribute.AttributeType.Name == "JsonSerializableAttribute")
            .Select(attribute => ((TypeReference)attribute.ConstructorArguments[0].Value).FullName)
            .ToHashSet(StringComparer.Ordinal);
        return from handler in Handlers(types)
               from body in Bodies(handler)
               where !declared.Contains(body.FullName)
               select $"{body.FullName} is a body of {handler.DeclaringType.Name}.{handler.Name} and stands in no JSON context.";
    }

    /// <summary>Kinds of problems that are answered with and never made known.</summary>
    public static IEnumerable<string> UnknownProblems(IReadOnlyList<TypeDefinition> types)
    {
        var known = types.SelectMany(type => type.Methods)
            .Where(method => method.HasBody && (method.Calls("AddProblemKinds") || IsList(method)))
            .SelectMany(method => method.Body.Instructions)
            .Where(instruction => instruction.OpCode == OpCodes.Ldsfld)
            .Select(instruction => ((FieldReference)instruction.Operand).FullName)
            .ToHashSet(StringComparer.Ordinal);
        return from type in types
               from field in type.Fields
               where field.IsStatic && field.FieldType.Name == "ProblemKind" && !known.Contains(field.FullName)
               select $"{type.FullName}.{field.Name} is answered with and not made known by AddProblemKinds.";
    }

    /// <summary>The methods that operations of the API are mapped to.</summary>
    public static IEnumerable<MethodDefinition> Handlers(IReadOnlyList<TypeDefinition> types)
    {
        foreach (var method in types.SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            MethodDefinition? handler = null;
            foreach (var instruction in method.Body.Instructions)
            {
                handler = instruction.OpCode == OpCodes.Ldftn ? instruction.Operand as MethodDefinition : handler;
                if (handler is not null && instruction.Operand is MethodReference { Name: "MapGet" or "MapPost" or "MapPut" or "MapDelete" or "MapPatch" })
                {
                    yield return handler;
                    handler = null;
                }
            }
        }
    }

    private static IEnumerable<TypeReference> Bodies(MethodDefinition handler)
        => handler.Parameters.Where(parameter => parameter.ParameterType.Name.EndsWith("Request", StringComparison.Ordinal) && IsOurs(parameter.ParameterType)
                && !parameter.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "AsParametersAttribute"))
            .Select(parameter => parameter.ParameterType)
            .Concat(Unfold(handler.ReturnType).OfType<GenericInstanceType>().Where(type => type.ElementType.Name == "Ok`1").Select(ok => ok.GenericArguments[0]).Where(IsOurs));

    private static IEnumerable<TypeReference> Unfold(TypeReference type)
        => type is GenericInstanceType generic ? generic.GenericArguments.SelectMany(Unfold).Prepend(type) : [type];

    private static bool IsOurs(TypeReference type)
        => !type.IsGenericParameter && !type.Namespace.StartsWith("System", StringComparison.Ordinal) && !type.Namespace.StartsWith("Microsoft", StringComparison.Ordinal);

    private static bool Calls(this MethodDefinition method, string name)
        => method.Body.Instructions.Any(instruction => instruction.Operand is MethodReference called && called.Name == name);

    // A list of kinds is made known as a whole.
    private static bool IsList(MethodDefinition method)
        => method.IsConstructor && method.IsStatic && method.DeclaringType.Properties.Any(property => property.PropertyType is GenericInstanceType list
            && list.GenericArguments[0].Name == "ProblemKind");
}
