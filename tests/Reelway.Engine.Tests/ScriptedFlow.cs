using Microsoft.Extensions.DependencyInjection;

namespace Reelway.Engine.Tests;

/// <summary>What a test's flow does.</summary>
internal delegate Task<string> Script(string? input, IRun run);

/// <summary>A flow whose code is given by the test, so that a restart can also change it.</summary>
[Flow("scripted")]
internal sealed class ScriptedFlow(ScriptedFlow.Code code) : IFlow<string?, string>
{
    public Task<string> RunAsync(string? input, IRun run) => code.Script(input, run);

    internal sealed class Code
    {
        public required Script Script { get; set; }
    }
}

internal static class ScriptedFlowRegistration
{
    public static Action<IServiceCollection> Scripted(Script script) => Scripted(new ScriptedFlow.Code { Script = script });

    public static Action<IServiceCollection> Scripted(ScriptedFlow.Code code)
        => services => services.AddSingleton(code).AddFlow<ScriptedFlow, string?, string>();
}
