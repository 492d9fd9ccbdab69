using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Hosting;
using Reelway.Incoming.Listening;
using Reelway.Tests.Connections;
using Reelway.Tests.Frame.Configuration;

namespace Reelway.Tests.Incoming;

/// <summary>What is set of the public listener and its receivers.</summary>
public sealed class ReceiverSettingsTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private SharedStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await SharedStore.OnSqliteAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public void Everything_that_is_wrong_with_receivers_is_named_with_its_place_and_no_secret_is_shown()
    {
        using var folder = new SettingsFolder { Catalog = ReelwaySettings.Catalog };
        folder.With("reelway.yaml", """
            public: { url: "https://user@hooks.example.org" }
            server: { proxies: [proxy.example] }
            webhook:
              host: everywhere
              certificate: cert.pem
              receivers:
                News: { secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw] }
                open: {}
                short: { verifier: header, secrets: [hush-hush], path: hooks }
                odd: { secrets: [not-a-standard-secret] }
                one: { secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw], path: /webhooks/two }
                two: { secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw] }
            """);

        var problems = string.Join('\n', folder.Load().Problems.Select(problem => $"{problem.Key} {problem.Message}"));

        foreach (var sentence in (string[])[
            "public.url must be an http or https address and nothing more", "server.proxies \"proxy.example\" is neither an address nor a network", "webhook.host must be an address of this machine",
            "webhook.certificate and webhook.certificate_key belong together", "News: a receiver's name is of lower-case letters", "open.secrets must have at least one",
            "short.secrets: each must have at least 16 characters", "short.path must begin with \"/\"", "odd.secrets: each must be \"whsec_\" and base64", "one and two have the same path /webhooks/two"])
        {
            Assert.Contains(sentence, problems, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("hush-hush", problems, StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-standard-secret", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("incoming.md")]
    [InlineData("access.md")]
    public async Task What_a_guide_shows_of_the_configuration_can_be_used_as_it_stands(string guide)
    {
        using var folder = new SettingsFolder { Catalog = ReelwaySettings.Catalog };
        var text = await File.ReadAllTextAsync(CommittedFile.PathOf("docs", "guides", guide), Cancellation);
        var examples = Regex.Matches(text, "```yaml\n(.*?)```", RegexOptions.Singleline).Select(found => found.Groups[1].Value.Replace("whsec_…", PublicSite.Secret, StringComparison.Ordinal)).ToList();
        foreach (var name in (string[])["ICONIK_HOOK_SECRET", "EVENTBRIDGE_SECRET", "OIDC_SECRET"])
        {
            folder.Variables[name] = "a-secret-of-some-length";
        }

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Empty(folder.With("reelway.yaml", example).Load().Problems));
    }

    [Theory]
    [InlineData("production")]
    [InlineData("prod")]
    public async Task Signatures_are_never_left_unchecked_in_production(string environment)
    {
        var failure = await Assert.ThrowsAsync<ListenerException>(() => PublicSite.StartAsync(_store, _clock, PublicSite.News.Replace("port: 0", "port: 0\n  validate_signatures: false", StringComparison.Ordinal), environment: environment));

        Assert.Contains($"webhook.validate_signatures is false in the environment \"{environment}\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elsewhere_they_may_be_for_trying_out()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock, PublicSite.News.Replace("port: 0", "port: 0\n  validate_signatures: false", StringComparison.Ordinal), environment: "lab");

        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/webhooks/news") { Content = new StringContent("{}") })).Status);
    }

    [Fact]
    public async Task Nothing_listens_while_nothing_is_declared_or_it_is_switched_off()
    {
        await using var none = await PublicSite.StartAsync(_store, _clock, "webhook: { host: 127.0.0.1, port: 0 }");
        await using var off = await PublicSite.StartAsync(_store, _clock, PublicSite.News.Replace("port: 0", "port: 0\n  enabled: false", StringComparison.Ordinal));

        Assert.Null(none.Process.Get<PublicListener>().Address);
        Assert.Null(off.Process.Get<PublicListener>().Address);
    }

    [Fact]
    public async Task While_a_secret_is_exchanged_both_count_and_a_sender_that_signs_nothing_is_known_by_its_header()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock, """
            webhook:
              host: 127.0.0.1
              port: 0
              receivers:
                news: { secrets: [whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw] }
                iconik: { verifier: header, header: X-Hook-Secret, secrets: [a-secret-of-some-length], id: [event_type, data.object_id], path: /in }
                cms: { verifier: header, secrets: [another-secret-of-some-length] }

            """);

        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(PublicSite.Signed("msg_1", _clock.GetUtcNow(), "{}", secret: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(PublicSite.Signed("msg_2", _clock.GetUtcNow(), "{}"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(With("/in", "X-Hook-Secret", "a-secret-of-some-length", """{"event_type":"assets","data":{"object_id":"1"},"n":1}"""))).Status);
        Assert.Equal("""{"status":"accepted before"}""", (await site.SendAsync(With("/in", "X-Hook-Secret", "a-secret-of-some-length", """{"event_type":"assets","data":{"object_id":"1"},"n":2}"""))).Body);
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(With("/in", "X-Hook-Secret", "a-secret-of-some-length", """{"event_type":"half a pair: \ud800"}"""))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await site.SendAsync(With("/in", "X-Hook-Secret", "a-secret-of-some-length", "[]"))).Status);

        // What identifies it is found in what was packed.
        Assert.Equal("""{"status":"accepted before"}""", (await site.SendAsync(Packed("""{"event_type":"assets","data":{"object_id":"1"},"n":3}""", "gzip"))).Body);
        Assert.Equal("""{"status":"accepted"}""", (await site.SendAsync(Packed("""{"event_type":"assets","data":{"object_id":"2"}}""", "gzip"))).Body);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await site.SendAsync(Packed("""{"event_type":"assets"}""", "gzip, gzip"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.SendAsync(With("/in", "X-Hook-Secret", "a-secret-of-some-lengtH", "{}"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(With("/webhooks/cms", "Authorization", "Bearer another-secret-of-some-length", "{}"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.SendAsync(With("/webhooks/cms", "Authorization", "Basic another-secret-of-some-length", "{}"))).Status);
    }

    [Fact]
    public async Task A_sender_that_asks_first_is_answered_what_it_asked_when_it_knows_the_word()
    {
        await using var site = await PublicSite.StartAsync(_store, _clock, """
            webhook:
              host: 127.0.0.1
              port: 0
              receivers:
                pages: { verifier: meta, secrets: [the-secret-of-the-app], verify_token: a-word-of-our-own }

            """);

        using var good = await site.Client.GetAsync("/webhooks/pages?hub.mode=subscribe&hub.verify_token=a-word-of-our-own&hub.challenge=1158201444", Cancellation);
        var wrong = await site.SendAsync(new(HttpMethod.Get, "/webhooks/pages?hub.mode=subscribe&hub.verify_token=another&hub.challenge=1158201444"));

        Assert.Equal((HttpStatusCode.OK, "text/plain", "1158201444"), (good.StatusCode, good.Content.Headers.ContentType?.MediaType, await good.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal(HttpStatusCode.Forbidden, wrong.Status);
        Assert.DoesNotContain("1158201444", wrong.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await site.SendAsync(new(HttpMethod.Get, "/webhooks/pages"))).Status);
    }

    [Fact]
    public async Task The_certificate_is_used_and_a_new_one_is_taken_up_while_it_listens()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "first.example");
        await using var site = await PublicSite.StartAsync(_store, _clock, $$"""
            webhook:
              host: 127.0.0.1
              port: 0
              certificate: {{folder["cert.pem"]}}
              certificate_key: {{folder["key.pem"]}}
              receivers:
                news: { secrets: [{{PublicSite.Secret}}] }
            """);

        Assert.Equal("CN=first.example", await SubjectAsync(site));
        await File.WriteAllTextAsync(folder["cert.pem"], "half of one", Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("CN=first.example", await SubjectAsync(site));
        Write(folder, "second.example");
        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal("CN=second.example", await SubjectAsync(site));
    }

    private static HttpRequestMessage Packed(string body, string encoding)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(body));
        }

        var request = With("/in", "X-Hook-Secret", "a-secret-of-some-length", "");
        request.Content = new ByteArrayContent(packed.ToArray());
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return request;
    }

    private static HttpRequestMessage With(string path, string header, string value, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    private static async Task<string> SubjectAsync(PublicSite site)
    {
        await using var connection = await site.ConnectAsync();
        await using var tls = new SslStream(connection, leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null && shown.Subject.EndsWith(".example", StringComparison.Ordinal));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "hooks.example" }, Cancellation);
        return tls.RemoteCertificate!.Subject;
    }

    private static void Write(TemporaryFolder folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(90));
        File.WriteAllText(folder["key.pem"], key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(folder["cert.pem"], certificate.ExportCertificatePem());
    }
}
