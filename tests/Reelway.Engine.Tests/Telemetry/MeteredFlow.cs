using Microsoft.Extensions.DependencyInjection;

namespace Reelway.Engine.Tests.Telemetry;

/// <summary>A flow under a name that no other test measures; its code is given by the test.</summary>
[Flow(Name)]
internal sealed class MeteredFlow(MeteredFlow.Code code) : IFlow<string?, string>
{
    public const string Name = "metered";

    public Task<string> RunAsync(string? input, IRun run) => code.Script(input, run);

    public static Action<IServiceCollection> With(Script script)
        => services => services.AddSingleton(new Code(script)).AddFlow<MeteredFlow, string?, string>();

    internal sealed record Code(Script Script);
}
