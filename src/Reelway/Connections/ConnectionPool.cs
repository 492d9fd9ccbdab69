using System.Collections.Concurrent;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Connectors.Facebook;
using Reelway.Connectors.Smtp;
using Reelway.Hosting.Configuration;

namespace Reelway.Connections;

/// <summary>The configured connections, each made when it is first used and then shared, so that its tokens are fetched once.</summary>
internal sealed class ConnectionPool(IReadOnlyList<ConnectionSettings> connections, ConnectorHttp http, ILoggerFactory logs, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<FacebookPages>> _pages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<AwsQueues>> _queues = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<AwsBuckets>> _buckets = new(StringComparer.Ordinal);

    /// <summary>The Facebook pages of a connection; null when there is none of that name and kind.</summary>
    public FacebookPages? FindPages(string name)
        => Find<FacebookOptions>(name) is { } options
            ? _pages.GetOrAdd(name, _ => new Lazy<FacebookPages>(() => FacebookPages.Create(options, http, clock))).Value
            : null;

    /// <summary>The mail server of a connection; null when there is none of that name and kind.</summary>
    public SmtpMailer? FindMailer(string name) => Find<SmtpOptions>(name) is { } options ? SmtpMailer.Create(options, logs, clock) : null;

    /// <summary>The queues of a connection; null when there is none of that name and kind.</summary>
    public AwsQueues? FindQueues(string name)
        => Find<AwsOptions>(name) is { } options ? _queues.GetOrAdd(name, _ => new Lazy<AwsQueues>(() => AwsQueues.Create(options, http))).Value : null;

    /// <summary>The buckets of a connection; null when there is none of that name and kind.</summary>
    public AwsBuckets? FindBuckets(string name)
        => Find<AwsOptions>(name) is { } options ? _buckets.GetOrAdd(name, _ => new Lazy<AwsBuckets>(() => AwsBuckets.Create(options, http))).Value : null;

    /// <summary>The options of a connection; null when there is none of that name and kind.</summary>
    public T? Find<T>(string name)
        where T : class
        => connections.FirstOrDefault(connection => connection.Name == name)?.Options as T;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var made in _pages.Values.Where(pages => pages.IsValueCreated))
        {
            made.Value.Dispose();
        }

        foreach (var made in _buckets.Values.Where(buckets => buckets.IsValueCreated))
        {
            made.Value.Dispose();
        }
    }
}
