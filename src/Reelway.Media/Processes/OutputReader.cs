using System.Text;

namespace Reelway.Media;

/// <summary>The two ways to take a program's standard output: line by line, or as a whole up to a limit.</summary>
internal static class OutputReader
{
    private const int LongestLine = 8192;

    /// <summary>Hands over each line; of an overlong one only the beginning.</summary>
    public static async Task ReadLinesAsync(Stream stream, Action<string> onLine)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var chunk = new char[4096];
        var line = new StringBuilder();
        while (await reader.ReadAsync(chunk, CancellationToken.None) is var count and > 0)
        {
            foreach (var one in chunk.AsSpan(0, count))
            {
                if (one == '\n')
                {
                    onLine(line.ToString().TrimEnd('\r'));
                    line.Clear();
                }
                else if (line.Length < LongestLine)
                {
                    line.Append(one);
                }
            }
        }

        if (line.Length > 0)
        {
            onLine(line.ToString());
        }
    }

    /// <summary>The whole output as text.</summary>
    /// <exception cref="MediaException">There was more than the limit.</exception>
    public static async Task<string> CaptureAsync(Stream stream, string tool, int limitBytes)
    {
        using var captured = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await stream.ReadAsync(chunk, CancellationToken.None) is var count and > 0)
        {
            if (captured.Length + count > limitBytes)
            {
                throw new MediaException(
                    MediaFaultKind.Failed, $"{Path.GetFileName(tool)} answered with more than {limitBytes} bytes: the file it looked at is not an ordinary recording.");
            }

            captured.Write(chunk, 0, count);
        }

        return Encoding.UTF8.GetString(captured.GetBuffer(), 0, (int)captured.Length);
    }
}
