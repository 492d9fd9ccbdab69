using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Frame.Public;
using Reelway.Frame.Web;
using Reelway.Incoming.Listening;

namespace Reelway.Incoming;

/// <summary>Looks at what the outside needs to reach the public listener: address, port, certificate.</summary>
internal static class IncomingChecks
{
    private const string Listener = "public listener";
    private const string Certificate = "certificate";

    private static readonly TimeSpan Soon = TimeSpan.FromDays(21);
    private static readonly string[] Production = ["production", "prod"];

    /// <summary>Why signatures may not be left unchecked; null when they may, or are not.</summary>
    public static string? WhyNothingMayBeUnchecked(Settings settings)
        => !settings.Get<IncomingOptions>().ValidateSignatures && Production.Contains(settings.Environment, StringComparer.OrdinalIgnoreCase)
            ? $"webhook.validate_signatures is false in the environment \"{settings.Environment}\": anybody could bring deliveries. Remove the setting, or leave it to other environments."
            : null;

    /// <summary>What is well, and what is missing.</summary>
    public static IEnumerable<Finding> Look(PublicPaths paths, DateTimeOffset now)
    {
        var (options, outside) = (paths.Settings.Get<IncomingOptions>(), paths.Settings.Get<PublicOptions>());
        if (!options.Enabled || paths.All.Count == 0)
        {
            yield return Finding.Ok(Listener, options.Enabled ? "nothing is declared, so it does not listen" : "it is switched off (webhook.enabled)");
            yield break;
        }

        yield return Finding.Ok(Listener, $"{options.Host}:{options.Port} serves {string.Join(", ", paths.All.Select(path => path.Path))}");
        if (!options.ValidateSignatures)
        {
            yield return WhyNothingMayBeUnchecked(paths.Settings) is { } refused
                ? Finding.Fail("signatures", refused, "Remove webhook.validate_signatures.")
                : Finding.Warn("signatures", "Anybody who reaches the public listener can bring deliveries (webhook.validate_signatures).", "Never leave it so where others reach it.");
        }

        if (outside.Root is null)
        {
            yield return Finding.Warn("public.url", "It is not set, so nobody can be given an address of the public listener.", "Set it to how the listener is reached from outside, such as https://hooks.example.org.");
        }

        var url = outside.Root is { } root ? new Uri(root) : null;
        foreach (var finding in Tls(options, url, paths.Settings.Get<ServerOptions>(), now))
        {
            yield return finding;
        }

        foreach (var path in url is null ? [] : paths.All.OfType<IncomingPath>())
        {
            var address = new Uri(outside.Root + path.Path);
            yield return path.Verifier.ProblemAt(address) is { } problem
                ? Finding.Warn(path.Name, $"{address}: {problem}", "Let a proxy, or a rule of the firewall, lead from there to the listener, and set public.url to it.")
                : Finding.Ok(path.Name, $"is reached at {address}");
        }
    }

    private static IEnumerable<Finding> Tls(IncomingOptions options, Uri? url, ServerOptions server, DateTimeOffset now)
    {
        if (!string.IsNullOrEmpty(options.Certificate))
        {
            yield return OfCertificate(options, url?.Host, now);
        }
        else if (url?.Scheme == "https" && server.Proxies.Count == 0)
        {
            yield return Finding.Warn(
                "TLS", "public.url is https, and the public listener has no certificate: a proxy in front must have one.",
                "Name the proxy in server.proxies, or every caller has its address; or set webhook.certificate and webhook.certificate_key.");
        }
    }

    private static Finding OfCertificate(IncomingOptions options, string? host, DateTimeOffset now)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = ListenerCertificate.Read(options.Certificate!, options.CertificateKey!).TargetCertificate;
        }
        catch (Exception problem) when (ListenerCertificate.IsUnreadable(problem))
        {
            return Finding.Fail(Certificate, $"{options.Certificate} and its key can't be used: {problem.Message}", "Give PEM files of a certificate and of its key, readable by this user.");
        }

        var until = certificate.NotAfter.ToUniversalTime();
        var ends = string.Create(CultureInfo.InvariantCulture, $"{certificate.Subject} ends on {until:yyyy-MM-dd}");
        return until < now ? Finding.Fail(Certificate, $"{ends}: it is over.", "Renew it; the new one is taken up without a restart.")
            : host is not null && !certificate.MatchesHostname(host) ? Finding.Fail(Certificate, $"{certificate.Subject} is not for {host}, the host of public.url.", "Get one for that name, or set public.url to the certificate's.")
            : until - now < Soon ? Finding.Warn(Certificate, ends, "Renew it; the new one is taken up without a restart.")
            : Finding.Ok(Certificate, ends);
    }
}
