using Microsoft.AspNetCore.Routing.Patterns;

namespace Reelway.Frame.Operations;

/// <summary>
/// Maps handlers whose code is made when they are first asked for. The framework makes that of every route before the first request is answered, which takes
/// longer than all that most commands do.
/// </summary>
internal static class LateRoutes
{
    /// <summary>Maps a handler as any minimal API is mapped: parameters are bound alike, and described alike.</summary>
    /// <param name="around">Stands around the handler.</param>
    public static IEndpointConventionBuilder MapLate(
        this IEndpointRouteBuilder routes, string path, string method, Delegate handler, Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> around)
    {
        var pattern = RoutePatternFactory.Parse(path);
        var made = new Lazy<RequestDelegate>(() =>
        {
            var endpoint = new RouteEndpointBuilder(requestDelegate: null, pattern, order: 0) { ApplicationServices = routes.ServiceProvider };
            endpoint.FilterFactories.Add((_, next) => call => around(call, next));
            return RequestDelegateFactory.Create(handler, OptionsFor(endpoint)).RequestDelegate;
        });
        var route = routes.MapMethods(path, [method], (RequestDelegate)(http => made.Value(http)));
        route.Add(endpoint =>
        {
            endpoint.Metadata.Add(handler.Method);
            RequestDelegateFactory.InferMetadata(handler.Method, OptionsFor(endpoint));
        });
        return route;

        RequestDelegateFactoryOptions OptionsFor(EndpointBuilder endpoint) => new()
        {
            ServiceProvider = routes.ServiceProvider,
            RouteParameterNames = pattern.Parameters.Select(parameter => parameter.Name),
            DisableInferBodyFromParameters = method == HttpMethods.Get,
            ThrowOnBadRequest = true,
            EndpointBuilder = endpoint,
        };
    }
}
