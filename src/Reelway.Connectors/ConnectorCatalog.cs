using Reelway.Connectors.Aws;
using Reelway.Connectors.Bluesky;
using Reelway.Connectors.Box;
using Reelway.Connectors.Facebook;
using Reelway.Connectors.Google;
using Reelway.Connectors.LinkedIn;
using Reelway.Connectors.Mailgun;
using Reelway.Connectors.Mastodon;
using Reelway.Connectors.OpenText;
using Reelway.Connectors.Smtp;
using Reelway.Connectors.X;

namespace Reelway.Connectors;

/// <summary>The connectors there are. A new one is added here, and nowhere else.</summary>
public static class ConnectorCatalog
{
    /// <summary>Every connector, by the order of its name.</summary>
    public static IReadOnlyList<ConnectorDescriptor> All { get; } =
    [
        AwsConnector.Descriptor,
        BlueskyConnector.Descriptor,
        BoxConnector.Descriptor,
        FacebookConnector.Descriptor,
        GoogleConnector.Descriptor,
        LinkedInConnector.Descriptor,
        MailgunConnector.Descriptor,
        MastodonConnector.Descriptor,
        OpenTextConnector.Descriptor,
        SmtpConnector.Descriptor,
        XConnector.Descriptor,
    ];

    /// <summary>Ids of the connectors that make such a client, for telling people which one to configure.</summary>
    public static IReadOnlyList<string> ThatMake<TClient>() => [.. All.Where(connector => connector.Clients.Contains(typeof(TClient))).Select(connector => connector.Id)];

    /// <summary>The networks that posts are published on, as events name them.</summary>
    public static IReadOnlyList<string> Platforms { get; } = [.. All.Select(connector => connector.Platform).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>The connector with this id; null when there is none.</summary>
    public static ConnectorDescriptor? Find(string id) => All.FirstOrDefault(connector => connector.Id == id);

    /// <summary>The connector with this id, which the configuration is known to have checked.</summary>
    public static ConnectorDescriptor Require(string id) => Find(id) ?? throw new ArgumentException($"There is no connector \"{id}\".", nameof(id));
}
