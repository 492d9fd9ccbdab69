using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Reelway.Incoming.Listening;

/// <summary>The public listener's certificate: read again when its file changes, as it does every few weeks, while connections come in.</summary>
internal sealed class ListenerCertificate(IncomingOptions options, TimeProvider clock, ILogger<ListenerCertificate> log)
{
    /// <summary>How often the files are looked at.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private SslStreamCertificateContext? _current;
    private (DateTime Certificate, DateTime Key) _read;
    private long _looked;

    /// <summary>True where one is configured.</summary>
    public bool IsUsed => !string.IsNullOrEmpty(options.Certificate);

    /// <summary>The one that holds now.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                if (clock.GetElapsedTime(_looked) >= Between)
                {
                    _looked = clock.GetTimestamp();
                    Renew();
                }

                return _current!;
            }
        }
    }

    /// <summary>Reads it for the first time.</summary>
    /// <exception cref="ListenerException">It can't be read.</exception>
    public void Load()
    {
        if (!IsUsed)
        {
            return;
        }

        lock (_gate)
        {
            try
            {
                (_read, _current, _looked) = (Written(), Read(options.Certificate!, options.CertificateKey!), clock.GetTimestamp());
            }
            catch (Exception problem) when (IsUnreadable(problem))
            {
                throw new ListenerException($"webhook.certificate: {options.Certificate} and its key {options.CertificateKey} can't be used: {problem.Message}", problem);
            }
        }
    }

    /// <summary>Reads a certificate in PEM with its key, and with those that stand behind it in its file: senders that lack one between it and the authority would refuse it.</summary>
    public static SslStreamCertificateContext Read(string certificate, string key)
    {
        var others = new X509Certificate2Collection();
        others.ImportFromPemFile(certificate);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(certificate, key), others, offline: true);
    }

    /// <summary>True for what reading one throws.</summary>
    public static bool IsUnreadable(Exception problem) => problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    // A half-written pair is left for the next look: the one before goes on.
    private void Renew()
    {
        try
        {
            if (Written() is var written && written != _read)
            {
                _current = Read(options.Certificate!, options.CertificateKey!);
                _read = written;
                log.CertificateRead(_current.TargetCertificate.Subject, _current.TargetCertificate.NotAfter.ToUniversalTime());
            }
        }
        catch (Exception problem) when (IsUnreadable(problem))
        {
            log.CertificateUnreadable(options.Certificate!, problem.Message);
        }
    }

    private (DateTime Certificate, DateTime Key) Written() => (File.GetLastWriteTimeUtc(options.Certificate!), File.GetLastWriteTimeUtc(options.CertificateKey!));
}
