using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Reelway.Engine.Analyzers;

/// <summary>Between its steps a flow only computes: it is called again from the top, and must then come to the same steps.</summary>
/// <remarks>Judged is what stands in a flow's class outside the functions that it hands to its run. What those call is a step's business.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FlowBodyAnalyzer : DiagnosticAnalyzer
{
    private const string Flow = "Reelway.Engine.IFlow`2";
    private const string Run = "Reelway.Engine.IRun";

    internal static readonly DiagnosticDescriptor Rule = new(
        "RW0001",
        "A flow's own code must come to the same steps every time",
        "{0} answers differently when the flow is called again; {1}",
        "Reelway",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(Flow) is { } flow && start.Compilation.GetTypeByMetadataName(Run) is { } run)
            {
                start.RegisterOperationAction(
                    operation => Judge(operation, flow, run),
                    OperationKind.Invocation, OperationKind.PropertyReference, OperationKind.ObjectCreation, OperationKind.MethodReference,
                    OperationKind.ParameterReference, OperationKind.FieldReference);
            }
        });
    }

    private static void Judge(OperationAnalysisContext context, INamedTypeSymbol flow, INamedTypeSymbol run)
    {
        if (!IsInFlow(context.ContainingSymbol, flow) || IsHandedToRun(context.Operation, run))
        {
            return;
        }

        if (Injected(context.Operation, context.ContainingSymbol, flow) is { } injected)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, context.Operation.Syntax.GetLocation(), injected, "use it in a step, whose outcome is journaled"));
            return;
        }

        if (Member(context.Operation) is not { } member)
        {
            return;
        }

        if (ForbiddenInFlows.RemedyFor(member) is { } remedy)
        {
            var name = $"{member.ContainingType.Name}{(member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "" : "." + member.Name)}";
            context.ReportDiagnostic(Diagnostic.Create(Rule, context.Operation.Syntax.GetLocation(), name, remedy));
        }
    }

    private static ISymbol? Member(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IPropertyReferenceOperation property => property.Property,
        IObjectCreationOperation made => made.Constructor,
        IMethodReferenceOperation method => method.Method,
        _ => null,
    };

    // Settings, stores, connections, a clock: what the flow was made with is another at the next call. Making it is no part of a run.
    private static string? Injected(IOperation operation, ISymbol around, INamedTypeSymbol flow)
    {
        if (around is not IMethodSymbol { MethodKind: not MethodKind.Constructor })
        {
            return null;
        }

        return operation switch
        {
            IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } maker } parameter }
                when IsInFlow(maker, flow) => parameter.Name,
            IFieldReferenceOperation { Field: { IsStatic: false, IsImplicitlyDeclared: false } field, Instance: IInstanceReferenceOperation }
                when IsInFlow(field, flow) => field.Name,
            IPropertyReferenceOperation { Property: { IsStatic: false } property, Instance: IInstanceReferenceOperation }
                when IsInFlow(property, flow) => property.Name,
            _ => null,
        };
    }

    private static bool IsInFlow(ISymbol symbol, INamedTypeSymbol flow)
    {
        for (var type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.AllInterfaces.Any(one => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, flow)))
            {
                return true;
            }
        }

        return false;
    }

    // A step's body: a function that is an argument of a call on the run, or of one that takes the run (an extension of ours).
    // What the engine calls at every replay, such as the key of an item, is no body and takes no step.
    private static bool IsHandedToRun(IOperation operation, INamedTypeSymbol run)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation function && TakesStep(function.Symbol))
            {
                return true;
            }
        }

        // A method that is given a step is called by a body, and so is what stands inside it.
        for (var symbol = operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (TakesStep(method))
            {
                return true;
            }
        }

        return false;

        bool TakesStep(IMethodSymbol method) => method.Parameters.Any(parameter =>
            parameter.Type.Name == "IStep" && SymbolEqualityComparer.Default.Equals(parameter.Type.ContainingNamespace, run.ContainingNamespace));
    }
}
