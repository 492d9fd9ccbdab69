using RabbitMQ.Client;

namespace Reelway.Engine.RabbitMq;

/// <summary>A broker's address: <c>amqp://user[:password]@host[:port][/virtual-host]</c>, or <c>amqps:</c> for TLS.</summary>
public sealed class RabbitMqUrl
{
    private const int PlainPort = 5672;
    private const int TlsPort = 5671;

    private RabbitMqUrl(ConnectionFactory factory) => Factory = factory;

    /// <summary>Host, port and virtual host, without the password: what messages may show.</summary>
    public string Where => $"{Factory.HostName}:{Factory.Port}{(Factory.VirtualHost == "/" ? "" : "/" + Factory.VirtualHost)}";

    internal ConnectionFactory Factory { get; }

    /// <summary>Reads an address.</summary>
    /// <param name="problem">What is wrong with it, when the result is null.</param>
    public static RabbitMqUrl? TryParse(string text, out string? problem)
    {
        // .NET takes the first part of such an address for a host, and what follows, half of the password, for the virtual host.
        if (text.Count(letter => letter == '@') > 1)
        {
            problem = "within a user or a password write @ as %40, / as %2F, ? as %3F and # as %23";
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0)
        {
            problem = "write amqp://user:password@host:5672/virtual-host, or amqps: for TLS";
            return null;
        }

        if (uri.Query.Length > 0 || uri.AbsolutePath.TrimStart('/').Contains('/', StringComparison.Ordinal))
        {
            problem = "after the host comes one name, the virtual host, and nothing else (write a slash within it as %2F)";
            return null;
        }

        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length == 0)
        {
            problem = "the user is missing: amqp://user:password@host:5672/virtual-host";
            return null;
        }

        problem = null;
        var tls = uri.Scheme == "amqps";
        var virtualHost = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        return new RabbitMqUrl(new ConnectionFactory
        {
            HostName = uri.Host,
            Port = uri.Port > 0 ? uri.Port : tls ? TlsPort : PlainPort,
            VirtualHost = virtualHost.Length == 0 ? "/" : virtualHost,
            UserName = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "",
            Ssl = new SslOption(uri.Host, enabled: tls),
            ClientProvidedName = "reelway doorbell",

            // Lines are made again by the doorbell, which then also looks for what it missed.
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,

            // A peer that says nothing for two of these is gone.
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
            HandshakeContinuationTimeout = TimeSpan.FromSeconds(5),
            ContinuationTimeout = TimeSpan.FromSeconds(10),
        });
    }
}
