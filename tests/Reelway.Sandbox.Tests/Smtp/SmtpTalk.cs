using System.Net.Sockets;
using System.Text;

namespace Reelway.Sandbox.Tests.Smtp;

/// <summary>A raw conversation with the mail catcher, byte for byte.</summary>
internal sealed class SmtpTalk : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private StreamReader _reader = StreamReader.Null;

    public static async Task<SmtpTalk> ConnectAsync(SandboxHttp http, bool greet = true)
    {
        var talk = new SmtpTalk();
        await talk._client.ConnectAsync("127.0.0.1", http.Server.SmtpPort, SandboxHttp.Cancellation);
        talk._reader = new StreamReader(talk._client.GetStream(), Encoding.UTF8);
        if (greet)
        {
            Assert.StartsWith("220 ", await talk.ReadAsync(), StringComparison.Ordinal);
            Assert.StartsWith("250", await talk.SayAsync("EHLO test.example"), StringComparison.Ordinal);
        }

        return talk;
    }

    /// <summary>Sends a line and returns the whole reply, its lines joined by line feeds.</summary>
    public async Task<string> SayAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReadAsync();
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes, SandboxHttp.Cancellation);

    /// <summary>One reply; empty at the end of the connection.</summary>
    public async Task<string> ReadAsync()
    {
        var lines = new List<string>();
        while (await _reader.ReadLineAsync(SandboxHttp.Cancellation) is { } line)
        {
            lines.Add(line);
            if (line.Length < 4 || line[3] == ' ')
            {
                break;
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>Sends a mail with this content and returns the reply to the final dot.</summary>
    public async Task<string> MailAsync(string content, string to = "ada@example.org")
    {
        Assert.StartsWith("250", await SayAsync("MAIL FROM:<bot@example.org>"), StringComparison.Ordinal);
        Assert.StartsWith("250", await SayAsync($"RCPT TO:<{to}>"), StringComparison.Ordinal);
        Assert.StartsWith("354", await SayAsync("DATA"), StringComparison.Ordinal);
        return await SayAsync(content + "\r\n.");
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
