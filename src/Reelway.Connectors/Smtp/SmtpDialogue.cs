using System.Globalization;
using System.Text;

namespace Reelway.Connectors.Smtp;

/// <summary>Lines to a mail server, and its answers.</summary>
/// <param name="refuse">Makes the fault of another answer than the expected one; 0 when it is no SMTP at all.</param>
internal sealed class SmtpDialogue(Stream stream, Func<int, string, ConnectorException> refuse)
{
    // RFC 5321, 4.5.3.1.5: a line of an answer holds 512 bytes; some servers send more, none sends a hundred times as much.
    private const int MostAnswerBytes = 50_000;

    private readonly byte[] _one = new byte[1];

    /// <summary>Sends a line and gives all lines of the answer.</summary>
    public async Task<string> SayAsync(string line, int expected, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellation);
        await stream.FlushAsync(cancellation);
        return await ExpectAsync(expected, cancellation);
    }

    /// <summary>All lines of an answer with this code.</summary>
    public async Task<string> ExpectAsync(int expected, CancellationToken cancellation)
    {
        var answer = new StringBuilder();
        while (true)
        {
            var line = await ReadLineAsync(MostAnswerBytes - answer.Length, cancellation);
            answer.Append(answer.Length > 0 ? "\n" : "").Append(line);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            {
                throw refuse(0, answer.ToString());
            }

            if (line.Length > 3 && line[3] == '-')
            {
                continue;
            }

            return code == expected ? answer.ToString() : throw refuse(code, answer.ToString());
        }
    }

    // Byte by byte: what follows an answer may already be another language, after STARTTLS.
    private async Task<string> ReadLineAsync(int most, CancellationToken cancellation)
    {
        var line = new List<byte>();
        while (line.Count < most)
        {
            if (await stream.ReadAsync(_one, cancellation) == 0)
            {
                throw new EndOfStreamException("the server closed the connection");
            }

            if (_one[0] == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(_one[0]);
        }

        throw refuse(0, Encoding.UTF8.GetString([.. line]));
    }
}
