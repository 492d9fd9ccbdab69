using Reelway.Connectors.Aws;
using Reelway.Connectors.Facebook;
using Reelway.Connectors.Smtp;

namespace Reelway.Connectors;

/// <summary>The connectors there are. A new one is added here, and nowhere else.</summary>
public static class ConnectorCatalog
{
    /// <summary>Every connector, by the order of its name.</summary>
    public static IReadOnlyList<ConnectorDescriptor> All { get; } = [AwsConnector.Descriptor, FacebookConnector.Descriptor, SmtpConnector.Descriptor];

    /// <summary>The connector with this id; null when there is none.</summary>
    public static ConnectorDescriptor? Find(string id) => All.FirstOrDefault(connector => connector.Id == id);
}
