using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Reelway.Contracts.Connectors;

/// <summary>An HTTP/1.1 server on a free loopback port that answers as told, down to the byte at which the connection breaks.</summary>
public sealed class ScriptedHttpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ScriptedAnswer> _next = new();
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly SemaphoreSlim _arrivals = new(0);
    private readonly Task _accepting;

    public ScriptedHttpServer()
    {
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>Answers what no queued answer is left for.</summary>
    public Func<ReceivedRequest, ScriptedAnswer> Otherwise { get; set; } = static _ => ScriptedAnswer.Empty(404);

    /// <summary>A server behind this one, which answers what no queued answer is left for; null for none.</summary>
    public Func<ReceivedRequest, CancellationToken, Task<ScriptedAnswer>>? Behind { get; set; }

    /// <summary>The requests so far, oldest first.</summary>
    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    /// <summary>Answers the next requests with these, in order.</summary>
    public void AnswerNext(params IEnumerable<ScriptedAnswer> answers)
    {
        foreach (var answer in answers)
        {
            _next.Enqueue(answer);
        }
    }

    /// <summary>Waits until one more request has come in whole.</summary>
    public Task RequestArrivedAsync(CancellationToken cancellation) => _arrivals.WaitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return; // a test ended it before its harness does
        }

        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _arrivals.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return; // stopped
            }

            var serving = ServeAsync(client);
            _connections.TryAdd(serving, 0);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                await using var reader = new HttpRequestReader(stream);
                while (await reader.ReadAsync(_stop.Token) is { } request)
                {
                    var answer = await AnswerAsync(request);
                    _received.Enqueue(request);
                    _arrivals.Release();
                    if (!await SendAsync(client, stream, answer))
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client hung up or the test is over: what a test wants to know of it is in what it received.
            }
        }
    }

    private async Task<ScriptedAnswer> AnswerAsync(ReceivedRequest request)
    {
        var answer = _next.TryDequeue(out var queued) ? queued : Behind is null ? Otherwise(request) : ScriptedAnswer.Behind(Misbehaviour.None);
        if (!answer.IsBehind)
        {
            return answer;
        }

        var passed = await Behind!(request, _stop.Token);
        return passed with { Misbehaviour = answer.Misbehaviour, BytesBefore = Math.Min(answer.BytesBefore, passed.Body.Length) };
    }

    private async Task<bool> SendAsync(TcpClient client, NetworkStream stream, ScriptedAnswer answer)
    {
        switch (answer.Misbehaviour)
        {
            case Misbehaviour.Silence:
                await Task.Delay(Timeout.Infinite, _stop.Token);
                return false;
            case Misbehaviour.Close:
                return false;
            case Misbehaviour.Reset:
                client.Client.LingerState = new LingerOption(true, 0);
                return false;
        }

        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} Scripted\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.Length ?? answer.Body.Length}\r\n");
        if (answer.ContentType is { } type)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n");
        }

        foreach (var (name, value) in answer.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
        for (var at = 0; answer.Misbehaviour == Misbehaviour.Drip && at < answer.Body.Length; at++)
        {
            await stream.WriteAsync(answer.Body.AsMemory(at, 1), _stop.Token);
            await Task.Delay(TimeSpan.FromMilliseconds(50), _stop.Token);
        }

        var whole = answer.Misbehaviour == Misbehaviour.None;
        if (answer.Misbehaviour != Misbehaviour.Drip)
        {
            await stream.WriteAsync(whole ? answer.Body : answer.Body.AsMemory(0, answer.BytesBefore), _stop.Token);
        }

        if (answer.Misbehaviour == Misbehaviour.StallBody)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        return whole;
    }
}
