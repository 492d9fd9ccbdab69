using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Connectors.Facebook;
using Reelway.Connectors.Google;
using Reelway.Connectors.Mail;
using Reelway.Engine;

namespace Reelway.Talks;

/// <summary>The connections that talks use; one that is not configured is a fault.</summary>
internal sealed class TalkConnections(ConnectionPool pool)
{
    /// <summary>The pages of a connection.</summary>
    /// <exception cref="FaultException">There is no such connection; needs a person.</exception>
    public FacebookPages Pages(string connection) => Get<FacebookPages>(connection);

    /// <summary>What sends the mails of a connection.</summary>
    /// <exception cref="FaultException">There is no such connection; needs a person.</exception>
    public IMailer Mailer(string connection) => Get<IMailer>(connection);

    /// <summary>The queues of a connection.</summary>
    /// <exception cref="FaultException">There is no such connection; needs a person.</exception>
    public AwsQueues Queues(string connection) => Get<AwsQueues>(connection);

    /// <summary>The buckets of a connection.</summary>
    /// <exception cref="FaultException">There is no such connection; needs a person.</exception>
    public AwsBuckets Buckets(string connection) => Get<AwsBuckets>(connection);

    /// <summary>The sheets of a connection.</summary>
    /// <exception cref="FaultException">There is no such connection; needs a person.</exception>
    public GoogleSheets Sheets(string connection) => Get<GoogleSheets>(connection);

    /// <summary>The fault scopes that all calls of a connection share; a step that calls it says so before it does anything.</summary>
    public static IReadOnlyList<string> Scopes(string connection) => [ConnectionScope.Pause(connection), ConnectionScope.Of(connection)];

    /// <summary>True when there is a connection of that name with such a client.</summary>
    public bool Has<T>(string connection)
        where T : class
        => pool.Find<T>(connection) is not null;

    private T Get<T>(string connection)
        where T : class
        => pool.Find<T>(connection) ?? throw FaultException.Setting(
            $"There is no connection \"{connection}\" of the connector {string.Join(" or ", ConnectorCatalog.ThatMake<T>())}.",
            $"Set connections.{connection}, or name another one in the talks' settings, then retry.");
}
