using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Reelway.Engine.Doorbells;

namespace Reelway.Engine.RabbitMq;

/// <summary>The client's failures as sentences. Codes: the AMQP 0-9-1 reference, "Constants".</summary>
internal static class BrokerFaults
{
    /// <summary>The sentence for a failed call; null when the failure is not the broker's.</summary>
    /// <param name="where">Host, port and virtual host; never the password.</param>
    public static DoorbellException? Of(Exception failure, string where) => failure switch
    {
        DoorbellException fault => fault,
        AuthenticationFailureException or PossibleAuthenticationFailureException => new(
            $"The broker {where} refuses the user or password. Correct doorbell.url.", failure),
        BrokerUnreachableException { InnerException: { } inner } => Of(Innermost(inner), where) ?? Unreachable(inner, where),
        OperationInterruptedException { ShutdownReason: { } reason } => Of(reason, where, failure),
        PublishException => new(
            $"The broker {where} did not take a ring: it is out of room or shutting down. Look into its log.", failure),
        SocketException or IOException or TimeoutException or ConnectFailureException or BrokerUnreachableException or AlreadyClosedException => Unreachable(failure, where),
        _ => null,
    };

    /// <summary>The sentence for a line that was closed.</summary>
    public static DoorbellException Of(ShutdownEventArgs reason, string where) => Of(reason, where, reason.Exception);

    private static DoorbellException Of(ShutdownEventArgs reason, string where, Exception? failure) => reason.ReplyCode switch
    {
        Constants.AccessRefused => new(
            $"The user of doorbell.url may not do this on the broker {where}: {reason.ReplyText}. Let it configure, write and read engine.* and work.*.", failure),
        Constants.NotAllowed => new(
            $"The broker {where} does not let the user in: {reason.ReplyText}. Check the virtual host in doorbell.url and the user's permissions.", failure),
        Constants.PreconditionFailed => new(
            $"The broker {where} has a queue or exchange with settings that are not ours: {reason.ReplyText}. Delete it; it is made again.", failure),
        Constants.ConnectionForced => new($"The broker {where} closed the connection: {reason.ReplyText}. Check whether it was stopped.", failure),
        _ => new($"The line to the broker {where} broke ({reason.ReplyCode}: {reason.ReplyText}). Check that it runs and that this machine may connect.", failure),
    };

    private static DoorbellException Unreachable(Exception failure, string where) => new(
        $"The broker {where} can't be reached: {Innermost(failure).Message.TrimEnd('.')}. Check that it runs and that this machine may connect.", failure);

    /// <summary>The client wraps what happened up to four times.</summary>
    private static Exception Innermost(Exception failure) => failure switch
    {
        AuthenticationFailureException or PossibleAuthenticationFailureException or OperationInterruptedException => failure,
        AggregateException { InnerExceptions: [var first, ..] } => Innermost(first),
        { InnerException: { } inner } => Innermost(inner),
        _ => failure,
    };
}
