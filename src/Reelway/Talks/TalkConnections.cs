using Reelway.Connections;
using Reelway.Connectors.Aws;
using Reelway.Connectors.Facebook;
using Reelway.Connectors.Smtp;
using Reelway.Engine;

namespace Reelway.Talks;

/// <summary>The connections that talks use; one that is not configured is a fault.</summary>
internal sealed class TalkConnections(ConnectionPool pool)
{
    /// <summary>The pages of a connection.</summary>
    /// <exception cref="FaultException">There is no such connection; needs a person.</exception>
    public FacebookPages Pages(string connection) => pool.FindPages(connection) ?? throw Missing(connection, "facebook");

    /// <summary>The mail server of a connection.</summary>
    /// <exception cref="FaultException">There is no such connection; needs a person.</exception>
    public SmtpMailer Mailer(string connection) => pool.FindMailer(connection) ?? throw Missing(connection, "smtp");

    /// <summary>The queues of a connection.</summary>
    /// <exception cref="FaultException">There is no such connection; needs a person.</exception>
    public AwsQueues Queues(string connection) => pool.FindQueues(connection) ?? throw Missing(connection, "aws");

    /// <summary>The buckets of a connection.</summary>
    /// <exception cref="FaultException">There is no such connection; needs a person.</exception>
    public AwsBuckets Buckets(string connection) => pool.FindBuckets(connection) ?? throw Missing(connection, "aws");

    /// <summary>True when there is a connection of that name with such options.</summary>
    public bool Has<T>(string connection)
        where T : class
        => pool.Find<T>(connection) is not null;

    private static FaultException Missing(string connection, string connector) => FaultException.NeedsPerson(
        $"There is no connection \"{connection}\" of the connector {connector}. Set connections.{connection}, or name another one in the talks' settings, then retry.");
}
