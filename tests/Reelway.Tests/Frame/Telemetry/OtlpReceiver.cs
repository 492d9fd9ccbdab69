using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Reelway.Tests.Frame.Telemetry;

/// <summary>A collector on loopback that keeps what it is sent: OTLP as protobuf over HTTP.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string Headers, byte[] Body)> _posts = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Headers of everything that came, a line each.</summary>
    public string Headers => string.Join('\n', _posts.Select(post => post.Headers));

    /// <summary>All that came, for what must not be in it.</summary>
    public string Raw => string.Join('\n', _posts.Select(post => Encoding.Latin1.GetString(post.Body)));

    public IReadOnlyList<OtlpSpan> Spans => [.. Of("/v1/traces").SelectMany(OtlpSpan.AllOf)];

    /// <summary>Names of the metrics that came.</summary>
    public IReadOnlyList<string> Metrics
        => [.. Of("/v1/metrics").SelectMany(post => post.Messages(1)).SelectMany(resource => resource.Messages(2)).SelectMany(scope => scope.Messages(2)).Select(metric => metric.Text(1))];

    public static async Task<OtlpReceiver> StartAsync(CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/{**path}", receiver.TakeAsync);
        await app.StartAsync(cancellation);
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _posts.Enqueue((context.Request.Path, string.Join("; ", context.Request.Headers.Select(header => $"{header.Key}={header.Value}")), body.ToArray()));
    }

    private IEnumerable<ProtobufFields> Of(string path) => _posts.Where(post => post.Path == path).Select(post => new ProtobufFields(post.Body));
}

/// <summary>A span as it was received. Field numbers are those of opentelemetry/proto/trace/v1/trace.proto.</summary>
internal sealed record OtlpSpan(
    string Service, string Scope, string TraceId, string SpanId, string ParentId, string Name, IReadOnlyDictionary<string, string> Tags,
    IReadOnlyList<string> Links, string Status)
{
    public static IEnumerable<OtlpSpan> AllOf(ProtobufFields request)
        => from resource in request.Messages(1)
           let service = Attributes(resource.Messages(1).Single(), 1).GetValueOrDefault("service.name", "")
           from scope in resource.Messages(2)
           let name = scope.Messages(1).Single().Text(1)
           from span in scope.Messages(2)
           select new OtlpSpan(
               service, name, span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), Attributes(span, 9),
               [.. span.Messages(13).Select(link => link.Hex(1))], span.Messages(15).FirstOrDefault()?.Text(2) ?? "");

    private static Dictionary<string, string> Attributes(ProtobufFields holder, int number)
        => holder.Messages(number).ToDictionary(
            pair => pair.Text(1),
            pair => pair.Messages(2).Single() is var value && value.Text(1) is { Length: > 0 } text ? text : value.Number(3).ToString(System.Globalization.CultureInfo.InvariantCulture));
}
