using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Connectors;
using Reelway.Frame.Configuration;
using Reelway.Frame.Operations;

namespace Reelway.Connections;

/// <summary>A connection as the API and <c>--json</c> show it.</summary>
/// <param name="Id">Its name in the configuration.</param>
/// <param name="Connector">Id of the connector.</param>
/// <param name="System">The outside system as people call it.</param>
/// <param name="Health"><c>unknown</c>, <c>good</c>, <c>doubtful</c>, <c>failing</c>, <c>needs-attention</c>, <c>paused</c>.</param>
/// <param name="Problem">Why it does not work now; null when it does, or nobody knows.</param>
/// <param name="LastGoodAt">The last call that succeeded.</param>
/// <param name="LastError">The last call that failed for a reason that concerns the connection, also when it works again.</param>
/// <param name="Check">What the last check found; null when it was never checked.</param>
internal sealed record ConnectionItem(
    string Id,
    string Connector,
    string System,
    string Health,
    string? Problem,
    DateTimeOffset? LastGoodAt,
    ConnectionTrouble? LastError,
    ConnectionPause? Paused,
    ConnectionFinding? Check)
{
    /// <param name="refused">Why its credentials hold up runs; null when they do not.</param>
    public static ConnectionItem From(ConnectorDescriptor connector, ConnectionState state, string? refused, DateTimeOffset now)
    {
        var health = state.Health(now);
        if (refused is not null && health != ConnectionHealth.Paused)
        {
            health = ConnectionHealth.NeedsAttention;
        }

        return new ConnectionItem(
            state.Name, connector.Id, connector.Name, SettingNames.FromProperty(health.ToString()).Replace('_', '-'), refused ?? state.Problem,
            state.GoodAt, state.Trouble, state.Pause, state.Finding);
    }
}

/// <summary>What a person has brought to log in with: a token, the code from a dialog and the address it was brought to, or where a secret lies.</summary>
/// <param name="Token">Used once and never shown again.</param>
/// <param name="Secret">Name or ARN of a secret in AWS Secrets Manager that holds it.</param>
/// <param name="Aws">The AWS connection that may read the secret.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LoginRequest(string? Token, string? Code = null, string? Redirect = null, string? Secret = null, string? Aws = null)
{
    public override string ToString() => nameof(LoginRequest);
}

/// <summary>Who asks for a login dialog.</summary>
/// <param name="Redirect">An address of the asking machine's own, where the browser goes with the answer.</param>
/// <param name="State">Comes back with it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DialogRequest(string? Redirect, string? State)
{
    public override string ToString() => nameof(DialogRequest);
}

/// <summary>A login dialog.</summary>
/// <param name="Address">Where a person grants access; null when there is no such place.</param>
/// <param name="Reason">Why there is none, in a sentence; null when there is one.</param>
internal sealed record LoginDialogItem(Uri? Address, string? Reason);

/// <summary>The shapes of the API and of <c>--json</c>, which are the same.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ListOf<ConnectionItem>))]
[JsonSerializable(typeof(ConnectionItem))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(DialogRequest))]
[JsonSerializable(typeof(LoginDialogItem))]
[JsonSerializable(typeof(LoginItem))]
[JsonSerializable(typeof(ListOf<Box.BoxWebhookItem>))]
[JsonSerializable(typeof(Box.BoxWebhookItem))]
[JsonSerializable(typeof(Box.NewBoxWebhook))]
internal sealed partial class ConnectionsJson : JsonSerializerContext;
