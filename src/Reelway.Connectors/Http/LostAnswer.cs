using System.Net.Sockets;

namespace Reelway.Connectors;

/// <summary>A call without a whole answer, and whether it can have had an effect.</summary>
/// <param name="Sent">The body of a write; null for a read.</param>
/// <param name="Cause">What ended the call.</param>
/// <param name="TimedOut">True when the call's own time limit ended it.</param>
/// <param name="Cancelled">True when the caller cancelled it.</param>
internal sealed record LostAnswer(HttpCall Call, SentContent? Sent, Exception Cause, bool TimedOut, bool Cancelled)
{
    public ConnectorException ToFault(HttpCallRules rules)
    {
        // The source of the body failed, a file for instance: the server has seen a broken request at most.
        if (Cause.FirstOf<ConnectorException>() is { } ownFault)
        {
            return ownFault;
        }

        var unknown = Sent is { Begun: true };
        var sentence = $"could not {Call.What}: {What()}; {(unknown ? "it may have taken effect, look before it is sent again" : Advice())}";
        var kind = Cause is AnswerTooLongException && !unknown ? CallFault.Permanent : CallFault.Transient;
        return new ConnectorException(rules.Connector, kind, rules.Redactor.Clean(sentence), rules.Redactor.Safe(Cause))
        {
            OutcomeUnknown = unknown,
        };
    }

    private string What() => Cause switch
    {
        AnswerTooLongException tooLong => tooLong.Message,
        _ when Cancelled => "it was cancelled while the request was under way",
        _ when TimedOut => $"no whole answer within {Call.Timeout.TotalSeconds:0.###} s",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the host's name is unknown",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"no secure connection ({Deepest().Message})",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => $"no connection ({Deepest().Message})",
        OperationCanceledException => "no connection within the time limit",
        _ => $"the connection was lost before the answer was complete ({Deepest().Message})",
    };

    private string Advice() => Cause switch
    {
        AnswerTooLongException => "check the address in the connection",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "check the address in the connection and the name server",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "check the address and the server's certificate",
        _ => "it is tried again",
    };

    private Exception Deepest() => Cause.FirstOf<SocketException>() ?? Cause.GetBaseException();
}
