using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Reelway.Contracts.Connectors;

/// <summary>A mail server on a free loopback port that misbehaves at one step of the dialogue.</summary>
public sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _taken = new();
    private readonly ConcurrentQueue<string> _said = new();
    private readonly ConcurrentDictionary<Task, byte> _dialogues = new();
    private readonly SemaphoreSlim _reached = new(0);
    private readonly Task _accepting;

    public ScriptedSmtpServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The step that goes wrong; none when null.</summary>
    public SmtpStep? Step { get; set; }

    /// <summary>What happens there instead of the usual answer.</summary>
    public SmtpTrouble Trouble { get; set; } = new();

    /// <summary>Whether a login is offered, and demanded.</summary>
    public bool WantsLogin { get; set; }

    /// <summary>Whether addresses with letters beyond ASCII are taken.</summary>
    public bool OffersUtf8 { get; set; }

    /// <summary>The mails that were taken, as they were sent.</summary>
    public IReadOnlyList<string> Taken => [.. _taken];

    /// <summary>Every line that clients said outside of mails.</summary>
    public IReadOnlyList<string> Said => [.. _said];

    /// <summary>Waits until a dialogue has come to the step that goes wrong.</summary>
    public Task TroubleReachedAsync(CancellationToken cancellation) => _reached.WaitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return; // a test ended it before its harness does
        }

        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_dialogues.Keys);
        _reached.Dispose();
    }

    // After another answer than 354 no text follows.
    private bool RefusesText => Step == SmtpStep.Data && Trouble.Kind == SmtpTroubleKind.Answer;

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _dialogues.TryAdd(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)), 0);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return; // stopped
            }
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                // How many lines of a login are still to come; none is left when it is done, or not wanted.
                int? toCome = WantsLogin ? null : 0;
                if (!await AnswerAsync(client, stream, SmtpStep.Greeting, "220 scripted"))
                {
                    return;
                }

                while (await reader.ReadLineAsync(_stop.Token) is { } line)
                {
                    _said.Enqueue(line);
                    if (toCome > 0)
                    {
                        toCome--;
                        if (!await AnswerAsync(client, stream, SmtpStep.Password, toCome == 0 ? "235 welcome" : "334 UGFzc3dvcmQ6"))
                        {
                            return;
                        }

                        continue;
                    }

                    var goesOn = line.Split(' ')[0].ToUpperInvariant() switch
                    {
                        "EHLO" or "HELO" => await AnswerAsync(client, stream, SmtpStep.Hello, WantsLogin ? "250-scripted\r\n250 AUTH LOGIN" : OffersUtf8 ? "250-scripted\r\n250-8BITMIME\r\n250 SMTPUTF8" : "250 scripted"),
                        // With the user's name or without it.
                        "AUTH" => (toCome = line.Split(' ').Length > 2 ? 1 : 2) > 0 && await AnswerAsync(client, stream, SmtpStep.Login, "334 VXNlcm5hbWU6"),
                        "MAIL" => await AnswerAsync(client, stream, SmtpStep.From, toCome == 0 ? "250 ok" : "530 5.7.0 Authentication required"),
                        "RCPT" => await AnswerAsync(client, stream, SmtpStep.To, "250 ok"),
                        "DATA" => await AnswerAsync(client, stream, SmtpStep.Data, "354 go on") && (RefusesText || await TakeAsync(client, stream, reader)),
                        "QUIT" => await AnswerAsync(client, stream, SmtpStep.Quit, "221 bye") && false,
                        "RSET" => await AnswerAsync(client, stream, SmtpStep.Reset, "250 ok"),
                        _ => await AnswerAsync(client, stream, SmtpStep.Unknown, "500 unknown"),
                    };
                    if (!goesOn)
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client hung up or the test is over: what a test wants to know of it is in what was taken.
            }
        }
    }

    private async Task<bool> TakeAsync(TcpClient client, NetworkStream stream, StreamReader reader)
    {
        if (Step == SmtpStep.Text)
        {
            return await AnswerAsync(client, stream, SmtpStep.Text, "");
        }

        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line == ".")
            {
                if (Step != SmtpStep.Dot || Trouble.TakesMail)
                {
                    _taken.Enqueue(mail.ToString());
                }

                return await AnswerAsync(client, stream, SmtpStep.Dot, "250 queued");
            }

            mail.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return false;
    }

    private async Task<bool> AnswerAsync(TcpClient client, NetworkStream stream, SmtpStep step, string usual)
    {
        var answer = usual;
        if (step == Step)
        {
            _reached.Release();
            switch (Trouble.Kind)
            {
                case SmtpTroubleKind.Close:
                    return false;
                case SmtpTroubleKind.Reset:
                    client.Client.LingerState = new LingerOption(true, 0);
                    return false;
                case SmtpTroubleKind.Silence:
                    await Task.Delay(Trouble.Pause ?? Timeout.InfiniteTimeSpan, _stop.Token);
                    break;
                case SmtpTroubleKind.Cut:
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(usual[..1]), _stop.Token);
                    return false;
                case SmtpTroubleKind.Drip:
                    for (var said = usual[..4]; ; said = "m")
                    {
                        await stream.WriteAsync(Encoding.ASCII.GetBytes(said), _stop.Token);
                        await Task.Delay(TimeSpan.FromMilliseconds(50), _stop.Token);
                    }

                default:
                    answer = Trouble.Answer;
                    break;
            }
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), _stop.Token);
        return true;
    }
}
