using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Smtp;

/// <summary>One conversation, from the greeting to QUIT (RFC 5321).</summary>
internal sealed class SmtpSession(SmtpCatcher catcher, SmtpConnection connection)
{
    private const int LongestCommand = 2_048;
    private const int MostErrors = 20;

    private static readonly SmtpReply WrongOrder = new(503, "5.5.1 Wrong order of commands.");
    private static readonly SmtpReply Malformed = new(501, "5.5.4 The argument is malformed.");

    private readonly SmtpEnvelope _envelope = new(catcher.Options);
    private bool _greeted;
    private bool _loggedIn;
    private int _errors;

    public async Task RunAsync()
    {
        if (!await AnswerAsync("CONNECT", [], "", () => new SmtpReply(220, "reelway-sandbox ESMTP")))
        {
            return;
        }

        while (await connection.ReadLineAsync(LongestCommand) is { } line)
        {
            if (!await HandleAsync(line))
            {
                return;
            }

            if (_errors > MostErrors)
            {
                await connection.WriteAsync(new SmtpReply(421, "4.7.0 Too many errors."));
                return;
            }
        }
    }

    /// <summary>False when the conversation is over.</summary>
    private async Task<bool> HandleAsync(SmtpLine line)
    {
        if (line.IsTooLong)
        {
            return await WriteAsync(new SmtpReply(500, "5.5.2 The line is too long."));
        }

        var space = line.Text.IndexOf(' ', StringComparison.Ordinal);
        var command = (space < 0 ? line.Text : line.Text[..space]).ToUpperInvariant();
        var argument = space < 0 ? "" : line.Text[(space + 1)..].Trim();
        switch (command)
        {
            case "EHLO":
            case "HELO":
                return await AnswerAsync(command, [], argument, () => Greet(command, argument));
            case "MAIL":
                return await MailAsync(argument);
            case "RCPT":
                return await RecipientAsync(argument);
            case "DATA":
                return await DataAsync();
            case "AUTH":
                return await LogInAsync(argument);
            case "QUIT":
                await WriteAsync(new SmtpReply(221, "2.0.0 Bye"));
                return false;
            default:
                return await WriteAsync(Simple(command));
        }
    }

    private SmtpReply Simple(string command)
    {
        switch (command)
        {
            case "RSET":
                _envelope.Forget();
                return SmtpReply.Ok;
            case "NOOP":
                return SmtpReply.Ok;
            case "VRFY":
                return new SmtpReply(252, "2.5.2 Send some mail and see.");
            case "HELP":
                return new SmtpReply(214, "2.0.0 EHLO HELO MAIL RCPT DATA RSET NOOP QUIT AUTH");
            default:
                return new SmtpReply(500, "5.5.2 Unknown command.");
        }
    }

    private SmtpReply Greet(string command, string argument)
    {
        if (argument.Length == 0)
        {
            return new SmtpReply(501, "5.5.4 Say who you are.");
        }

        _envelope.Forget();
        _greeted = true;
        return command == "HELO"
            ? new SmtpReply(250, "reelway-sandbox")
            : new SmtpReply(250, "reelway-sandbox", $"SIZE {catcher.Options.LargestMailBytes}", "8BITMIME", "SMTPUTF8", "PIPELINING",
                "ENHANCEDSTATUSCODES", "AUTH PLAIN LOGIN");
    }

    private async Task<bool> MailAsync(string argument)
    {
        if (!_greeted || _envelope.Sender is not null)
        {
            return await WriteAsync(WrongOrder);
        }

        if (catcher.Options.RequireLogin && !_loggedIn)
        {
            return await WriteAsync(new SmtpReply(530, "5.7.0 Log in first."));
        }

        if (SmtpPath.Parse(argument, "FROM") is not { } path || (path.Address.Length > 0 && !path.IsAddress))
        {
            return await WriteAsync(Malformed);
        }

        return _envelope.RefuseSender(path) is { } refusal
            ? await WriteAsync(refusal)
            : await AnswerAsync("MAIL", [path.Address], path.Address, () => _envelope.TakeSender(path));
    }

    private async Task<bool> RecipientAsync(string argument)
    {
        if (_envelope.Sender is null)
        {
            return await WriteAsync(WrongOrder);
        }

        if (SmtpPath.Parse(argument, "TO") is not { } path || !(path.IsAddress || path.Address.Equals("postmaster", StringComparison.OrdinalIgnoreCase)))
        {
            return await WriteAsync(Malformed);
        }

        return _envelope.RefuseRecipient(path) is { } refusal
            ? await WriteAsync(refusal)
            : await AnswerAsync("RCPT", [path.Address], path.Address, () => _envelope.TakeRecipient(path));
    }

    private async Task<bool> DataAsync()
    {
        if (_envelope.Sender is not { } sender || _envelope.Recipients.Count == 0)
        {
            return await WriteAsync(_envelope.Sender is null ? WrongOrder : new SmtpReply(554, "5.5.1 No valid recipients."));
        }

        await connection.WriteAsync(new SmtpReply(354, "End with a dot on a line of its own."));
        if (await connection.ReadDataAsync(catcher.Options.LargestMailBytes) is not { } data)
        {
            return false;
        }

        var recipients = _envelope.Recipients.ToArray();
        _envelope.Forget();
        if (data.IsTooLarge)
        {
            return await WriteAsync(_envelope.TooLarge);
        }

        var mail = MailParser.Parse(data.Bytes) with { From = sender, To = recipients };
        return await AnswerAsync("DATA", recipients, string.Join(", ", recipients), () =>
        {
            catcher.Keep(mail);
            return new SmtpReply(250, "2.0.0 Ok, kept");
        });
    }

    private async Task<bool> LogInAsync(string argument)
    {
        if (!_greeted || _loggedIn || _envelope.Sender is not null)
        {
            return await WriteAsync(WrongOrder);
        }

        var login = new SmtpLogin(catcher.Options, async question =>
        {
            await connection.WriteAsync(question);
            return (await connection.ReadLineAsync(LongestCommand))?.Text;
        });
        if (await login.RunAsync(argument) is not { } reply)
        {
            return false;
        }

        _loggedIn = reply.Code == 235;
        return await WriteAsync(reply);
    }

    /// <summary>Does a command unless a fault is on order for it. False when the conversation is over.</summary>
    private async Task<bool> AnswerAsync(string command, IReadOnlyList<string> addresses, string argument, Func<SmtpReply> effect)
    {
        var fault = catcher.TakeFault(command, addresses);
        if (fault?.Effect is FaultEffect.Hang or FaultEffect.Cut)
        {
            catcher.Log(command, argument, 0, fault);
            await connection.LeaveAsync(hangFirst: fault.Effect == FaultEffect.Hang);
            return false;
        }

        var reply = fault?.Effect switch
        {
            FaultEffect.Status => new SmtpReply(fault.Status ?? 451, fault.Body ?? "The mail was refused on order."),
            FaultEffect.RateLimit => new SmtpReply(fault.Status ?? 450, "4.7.1 Too much mail; try again later."),
            FaultEffect.Delay => await connection.WaitAsync(TimeSpan.FromMilliseconds(fault.DelayMs ?? 0)) ? effect() : null,
            _ => effect(),
        };
        if (reply is null || fault?.Effect == FaultEffect.LostAnswer)
        {
            catcher.Log(command, argument, 0, fault);
            connection.Cut();
            return false;
        }

        catcher.Log(command, argument, reply.Code, fault);
        return await WriteAsync(reply) && reply.Code != 421;
    }

    private async Task<bool> WriteAsync(SmtpReply reply)
    {
        _errors += reply.Code >= 500 ? 1 : 0;
        await connection.WriteAsync(reply);
        return true;
    }
}
