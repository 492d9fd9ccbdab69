using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Reelway.Connectors.Facebook;

/// <summary>HTTP calls of the Graph API, signed, and their answers as records; nothing else.</summary>
internal sealed class FacebookClient(FacebookOptions options, ConnectorHttp http, Redactor redactor)
{
    private readonly HttpCalls _calls = Calls(options, http, redactor);

    public FacebookFaults Faults { get; } = new(options, redactor);

    /// <summary>Reads an object or a list from the API host.</summary>
    public Task<GraphAnswer<T>> GetAsync<T>(
        string what, string path, GraphToken token, IEnumerable<(string Name, string Value)> query, JsonTypeInfo<T> shape, CancellationToken cancellation)
        => ReadAsync(what, path, [.. query, .. Signature(token)], token, shape, cancellation);

    /// <summary>Reads what is not asked for with a token.</summary>
    public Task<GraphAnswer<T>> GetUnsignedAsync<T>(
        string what, string path, IReadOnlyCollection<(string Name, string Value)> query, JsonTypeInfo<T> shape, CancellationToken cancellation)
        => ReadAsync(what, path, query, token: null, shape, cancellation);

    /// <summary>Gives something in that is used up by it: sent once, whatever becomes of the answer.</summary>
    public Task<GraphAnswer<T>> RedeemAsync<T>(
        string what, string path, IReadOnlyCollection<(string Name, string Value)> query, JsonTypeInfo<T> shape, CancellationToken cancellation)
        => ReadAsync(what, path, query, token: null, shape, cancellation, CallEffect.Once);

    /// <summary>Sends a form to the API host.</summary>
    public Task<GraphAnswer<T>> PostAsync<T>(
        string what, string path, GraphToken token, CallEffect effect, IEnumerable<(string Name, string Value)> form, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        var url = Url(options.GraphUrl, Versioned(path), []);
        var fields = form.Concat(Signature(token)).Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        var call = new GraphCall(
            what,
            () => new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(fields) },
            options.CallTimeout, effect, token.PageId);
        return SendAsync(call, shape, cancellation);
    }

    /// <summary>Deletes an object; a repetition does no harm.</summary>
    public Task<GraphAnswer<T>> DeleteAsync<T>(string what, string path, GraphToken token, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        var url = Url(options.GraphUrl, Versioned(path), [.. Signature(token)]);
        return SendAsync(new GraphCall(what, () => new HttpRequestMessage(HttpMethod.Delete, url), options.CallTimeout, CallEffect.Repeatable, token.PageId), shape, cancellation);
    }

    /// <summary>Sends a small file to the API host; a repetition does no harm.</summary>
    public Task<GraphAnswer<T>> PostFileAsync<T>(
        string what, string path, GraphToken token, IEnumerable<(string Name, string Value)> fields, string fileField, Func<HttpContent> file, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        var url = Url(options.GraphUrl, Versioned(path), []);
        var signed = fields.Concat(Signature(token)).ToList();
        var call = new GraphCall(
            what, () => new HttpRequestMessage(HttpMethod.Post, url) { Content = FormParts.Of(signed, fileField, file()) }, options.TransferTimeout, CallEffect.Repeatable, token.PageId);
        return SendAsync(call, shape, cancellation);
    }

    /// <summary>Sends fields, and bytes when there are any, to the upload host.</summary>
    public Task<GraphAnswer<T>> UploadAsync<T>(
        string what, string path, GraphToken token, CallEffect effect, IEnumerable<(string Name, string Value)> fields, Func<HttpContent>? chunk, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        var url = Url(options.VideoUrl, Versioned(path), []);
        var signed = fields.Concat(Signature(token)).ToList();
        var call = new GraphCall(
            what,
            () => new HttpRequestMessage(HttpMethod.Post, url) { Content = FormParts.Of(signed, "video_file_chunk", chunk?.Invoke()) },
            chunk is null ? options.CallTimeout : options.TransferTimeout, effect, token.PageId);
        return SendAsync(call, shape, cancellation);
    }

    /// <summary>Lower-case hex of HMAC-SHA256 over the very token of the call, keyed with the app's secret.</summary>
    internal static string Proof(string appSecret, string token)
        => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), Encoding.UTF8.GetBytes(token)));

    private static HttpCalls Calls(FacebookOptions options, ConnectorHttp http, Redactor redactor)
    {
        var faults = new FacebookFaults(options, redactor);
        return http.For(new HttpCallRules(FacebookConnector.Name, redactor, faults.Of) { Connection = options.Connection });
    }

    private Task<GraphAnswer<T>> ReadAsync<T>(
        string what, string path, IReadOnlyCollection<(string Name, string Value)> query, GraphToken? token, JsonTypeInfo<T> shape, CancellationToken cancellation,
        CallEffect effect = CallEffect.None)
    {
        var url = Url(options.GraphUrl, Versioned(path), query);
        return SendAsync(
            new GraphCall(what, () => new HttpRequestMessage(HttpMethod.Get, url), options.CallTimeout, effect, token?.PageId)
            {
                NeedsLogin = token is { IsApp: false },
            },
            shape, cancellation);
    }

    private async Task<GraphAnswer<T>> SendAsync<T>(GraphCall call, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        var answer = await _calls.SendAsync(call, cancellation);
        try
        {
            var value = JsonSerializer.Deserialize(answer.Body.Span, shape);
            return value is null ? throw Faults.Malformed(answer, "answered null") : new GraphAnswer<T>(value, answer);
        }
        catch (JsonException)
        {
            throw Faults.Malformed(answer, "the answer is not what Graph sends");
        }
    }

    private IEnumerable<(string Name, string Value)> Signature(GraphToken token)
    {
        yield return ("access_token", token.Value);
        if (!token.IsApp && !string.IsNullOrEmpty(options.AppSecret))
        {
            var proof = Proof(options.AppSecret, token.Value);
            redactor.Add(proof);
            yield return ("appsecret_proof", proof);
        }
    }

    /// <summary>An address below one that was configured.</summary>
    internal static Uri Url(Uri host, string path, IReadOnlyCollection<(string Name, string Value)> query)
    {
        var parameters = string.Join('&', query.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
        var address = $"{host.AbsoluteUri.TrimEnd('/')}/{path}";
        return new Uri(parameters.Length == 0 ? address : $"{address}?{parameters}");
    }

    private string Versioned(string path) => $"{options.Version}/{path}";
}
