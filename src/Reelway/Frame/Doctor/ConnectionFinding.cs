using Reelway.Connectors;
using Reelway.Frame.Configuration;

namespace Reelway.Frame.Doctor;

/// <summary>Whether a connection is configured that can do what a setting wants of it.</summary>
internal static class ConnectionFinding
{
    /// <param name="setting">The setting that names the connection.</param>
    /// <param name="use">What is done by it, as the beginning of a sentence.</param>
    /// <typeparam name="TClient">What the connection must be able to be used as.</typeparam>
    public static Finding Of<TClient>(Settings settings, string setting, string name, string use)
    {
        var connectors = ConnectorCatalog.ThatMake<TClient>();
        return settings.Connections.Any(connection => connection.Name == name && connectors.Contains(connection.Connector))
            ? Finding.Ok(setting, $"{use} by connection {name}")
            : Finding.Fail(setting, $"There is no connection \"{name}\" of the connector {string.Join(" or ", connectors)}.", $"Set connections.{name}, or name another one in {setting}.");
    }
}
