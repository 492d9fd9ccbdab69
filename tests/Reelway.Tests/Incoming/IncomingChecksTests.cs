using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Reelway.Frame.Doctor;
using Reelway.Hosting;
using Reelway.Hosting.Server;
using Reelway.Incoming;
using Reelway.Tests.Frame.Configuration;

namespace Reelway.Tests.Incoming;

/// <summary>What <c>doctor</c> says of what the outside needs.</summary>
public sealed class IncomingChecksTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    private readonly SettingsFolder _folder = new() { Catalog = ReelwaySettings.Catalog };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_is_needed_while_nothing_is_declared() => Assert.Equal("nothing is declared, so it does not listen", Assert.Single(Look("")).Detail);

    [Fact]
    public void Box_at_port_5000_and_a_missing_proxy_are_named()
    {
        var findings = Look("""
            public: { url: "https://hooks.example.org:5000" }
            webhook:
              receivers:
                box: { verifier: box, secrets: [primary-key-of-ours, secondary-key-of-ours] }
            """);

        Assert.Contains(findings, one => one is { Name: "box", State: FindingState.Warn } && one.Detail.Contains("port 443 only", StringComparison.Ordinal));
        Assert.Contains(findings, one => one is { Name: "TLS", State: FindingState.Warn } && one.Remedy!.Contains("server.proxies", StringComparison.Ordinal));
        Assert.Contains(findings, one => one.Name == "public listener" && one.Detail == "0.0.0.0:5000 serves /webhooks/box");
    }

    [Fact]
    public void Without_an_address_nobody_can_be_given_one_and_unchecked_signatures_are_warned_of()
    {
        var findings = Look("webhook: { validate_signatures: false, receivers: { news: { secrets: [" + PublicSite.Secret + "] } } }");

        Assert.Equal(["public listener", "signatures", "public.url"], findings.Select(one => one.Name));
    }

    [Theory]
    [InlineData("hooks.example.org", 90, nameof(FindingState.Ok))]
    [InlineData("hooks.example.org", 20, nameof(FindingState.Warn))]
    [InlineData("hooks.example.org", -1, nameof(FindingState.Fail))]
    [InlineData("other.example.org", 90, nameof(FindingState.Fail))]
    [InlineData(null, 90, nameof(FindingState.Fail))]
    public void The_certificate_is_judged_by_its_name_and_its_end(string? name, int days, string state)
    {
        if (name is not null)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            using var certificate = request.CreateSelfSigned(Now.AddDays(-100), Now.AddDays(days));
            _folder.With("key.pem", key.ExportPkcs8PrivateKeyPem()).With("cert.pem", certificate.ExportCertificatePem());
        }

        var found = Look($$"""
            public: { url: "https://hooks.example.org" }
            webhook: { certificate: cert.pem, certificate_key: key.pem, receivers: { news: { secrets: [{{PublicSite.Secret}}] } } }
            """).Single(one => one.Name == "certificate");

        Assert.Equal((state, state != nameof(FindingState.Ok)), (found.State.ToString(), found.Remedy is not null));
    }

    private List<Finding> Look(string yaml)
    {
        var settings = _folder.With("reelway.yaml", yaml).Load();
        Assert.True(settings.IsUsable, string.Join('\n', settings.Problems));
        return [.. IncomingChecks.Look(ReelwayApp.PublicPathsOf(settings), Now)];
    }
}
