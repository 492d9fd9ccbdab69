using Microsoft.Extensions.DependencyInjection;
using Reelway.Engine.Execution;

namespace Reelway.Engine;

/// <summary>A flow that this process can execute.</summary>
/// <param name="Invoke">Makes the flow from the services, reads the input, executes, and answers with the result as JSON.</param>
/// <param name="CheckInput">Reads an input that a person has written, and answers with it as it is stored. Given: the input, what to call it, and the limit in bytes.</param>
internal sealed record FlowRegistration(
    string Name, int Version, string Queue, Type Type, Func<IServiceProvider, string, RunContext, Task<string>> Invoke, Func<string, string, int, string> CheckInput);

/// <summary>The flows of this process by name and version.</summary>
internal sealed class FlowRegistry(IReadOnlyList<FlowRegistration> flows)
{
    private readonly Dictionary<(string, int), FlowRegistration> _flows = flows.ToDictionary(flow => (flow.Name, flow.Version));

    /// <summary>The version that new runs get.</summary>
    /// <exception cref="UnknownFlowException">There is none of that name.</exception>
    public FlowRegistration Newest(string name)
        => _flows.Values.Where(flow => flow.Name == name).MaxBy(flow => flow.Version) ?? throw new UnknownFlowException(name, [.. _flows.Values.Select(flow => flow.Name).Distinct().Order(StringComparer.Ordinal)]);

    /// <summary>What this process can execute, as <c>name:version</c>.</summary>
    public IReadOnlyList<string> Advertised { get; } = [.. flows.Select(flow => $"{flow.Name}:{flow.Version}").Order(StringComparer.Ordinal)];

    /// <summary>The queues of all flows.</summary>
    public IReadOnlyList<string> Queues { get; } = [.. flows.Select(flow => flow.Queue).Append(FlowAttribute.DefaultQueue).Distinct().Order(StringComparer.Ordinal)];

    public FlowRegistration? Find(string name, int version) => _flows.GetValueOrDefault((name, version));
}

/// <summary>Registers flows.</summary>
public static class FlowRegistrationExtensions
{
    /// <summary>Registers a flow under the name and version of its <see cref="FlowAttribute"/>.</summary>
    public static IServiceCollection AddFlow<TFlow, TInput, TResult>(this IServiceCollection services)
        where TFlow : class, IFlow<TInput, TResult>
    {
        var attribute = FlowAttribute.Of(typeof(TFlow));
        return services.AddSingleton(new FlowRegistration(
            attribute.Name, attribute.Version, attribute.Queue, typeof(TFlow), InvokeAsync<TFlow, TInput, TResult>,
            (input, what, limitBytes) => FlowJson.Write(FlowJson.ReadEdited<TInput>(input, what), what, limitBytes)));
    }

    private static async Task<string> InvokeAsync<TFlow, TInput, TResult>(IServiceProvider provider, string input, RunContext run)
        where TFlow : class, IFlow<TInput, TResult>
    {
        var flow = ActivatorUtilities.CreateInstance<TFlow>(provider);
        var result = await flow.RunAsync(await run.ReadAsync<TInput>(input, "the run's input"), run);
        return FlowJson.Write(result, "The run's result", run.PayloadLimitBytes);
    }
}
