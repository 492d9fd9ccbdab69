using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Reelway.Contracts;
using Reelway.Frame.Configuration;
using Reelway.Frame.Operations;
using Reelway.Frame.Protection;
using Reelway.Frame.Server;
using Reelway.Frame.Web;
using Reelway.Hosting;
using Reelway.Hosting.Server;

namespace Reelway.Tests.Frame.Operations;

/// <summary>The program with all its parts, put together and not started.</summary>
public sealed class WholeProgram : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private AppFoundation _foundation = null!;
    private WebApplication _app = null!;
    private bool _isServed;

    internal IReadOnlyList<RouteEndpoint> Endpoints { get; private set; } = [];

    internal IReadOnlyList<Operation> Operations { get; } = OperationRules.Declared<Operation>(typeof(Operation).Assembly.GetTypes());

    internal IReadOnlyList<ProblemKind> Problems { get; } = OperationRules.Declared<ProblemKind>(typeof(Operation).Assembly.GetTypes());

    internal IReadOnlyList<JsonSerializerContext> Contexts { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var settings = new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(_folder.FullPath, new Dictionary<string, string>(), null, null));
        _foundation = await AppFoundation.LayAsync(settings, hold: null, ReelwayApp.Migrations, TextWriter.Null, TimeProvider.System, cancellation);
        _app = (WebApplication)ReelwayApp.Create(_foundation, ReelwayMode.Command, await KeyRing.OpenAsync(_foundation, cancellation));
        Endpoints = [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
        Contexts = [.. _app.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.TypeInfoResolverChain.OfType<JsonSerializerContext>()];
    }

    /// <summary>Starts it, on a free port of this machine.</summary>
    internal async Task<Uri> ServeAsync(CancellationToken cancellation)
    {
        if (!_isServed)
        {
            _isServed = true;
            await _app.StartAsync(cancellation);
        }

        return new Uri(_app.Urls.Single());
    }

    internal T Service<T>()
        where T : notnull
        => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _foundation.DisposeAsync();
        _folder.Dispose();
    }
}
