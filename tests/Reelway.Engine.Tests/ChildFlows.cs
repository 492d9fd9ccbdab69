using Microsoft.Extensions.DependencyInjection;
using static Reelway.Engine.Tests.ScriptedFlowRegistration;

namespace Reelway.Engine.Tests;

/// <summary>What a test's child flow does.</summary>
internal delegate Task<string> ChildScript(string page, IRun run);

/// <summary>A child flow whose code is given by the test.</summary>
[Flow("page")]
internal sealed class PageFlow(ChildScript script) : IFlow<string, string>
{
    public Task<string> RunAsync(string input, IRun run) => script(input, run);
}

internal static class ChildFlows
{
    /// <summary>A scripted flow and the child flow that it starts.</summary>
    public static Action<IServiceCollection> WithChildren(Script script, ChildScript child)
        => services =>
        {
            Scripted(script)(services);
            services.AddSingleton(child).AddFlow<PageFlow, string, string>();
        };

    /// <summary>A flow that posts on each of the pages that its input names, separated by commas.</summary>
    public static Script Posting { get; } = async (pages, run) =>
    {
        var children = await Children(pages!, run);
        return string.Join(" ", children.Select(child => child.HasResult ? child.Result : $"{child.Item}:{child.State.Name()}:{child.Sentence}"));
    };

    public static Task<IReadOnlyList<ChildRun<string>>> Children(string pages, IRun run)
        => run.ForEachAsync<PageFlow, string, string, string>(
            "post", pages.Split(',', StringSplitOptions.RemoveEmptyEntries), page => page, page => page);
}
