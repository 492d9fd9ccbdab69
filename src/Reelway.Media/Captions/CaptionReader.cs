using System.Globalization;
using System.Text.RegularExpressions;

namespace Reelway.Media;

/// <summary>Reads WebVTT and SubRip: blocks between empty lines, each with a line of times and lines of text. Where such a line is missing, times begin a block.</summary>
/// <remarks>Players pass over what they do not understand. Here it is a fault with its line: half of the captions missing would be noticed by viewers only.</remarks>
internal sealed partial class CaptionReader(string name, string text, bool isWebVtt)
{
    private const int MostCues = 10_000;

    private readonly string[] _lines = text.ReplaceLineEndings("\n").Split('\n');
    private readonly List<CaptionCue> _cues = [];
    private int _next;

    public IReadOnlyList<CaptionCue> Read()
    {
        if (isWebVtt)
        {
            SkipHeader();
        }

        while (_next < _lines.Length)
        {
            if (IsEmpty(_next))
            {
                _next++;
            }
            else if (isWebVtt && Aside().IsMatch(_lines[_next]))
            {
                SkipBlock();
            }
            else
            {
                ReadCue();
            }
        }

        return _cues.Count > 0 ? _cues : throw Malformed(_lines.Length, "the file ends without a single caption");
    }

    private void SkipHeader()
    {
        if (!Header().IsMatch(_lines[0]))
        {
            throw Malformed(1, "the file does not begin with WEBVTT");
        }

        SkipBlock();
    }

    private void SkipBlock()
    {
        while (_next < _lines.Length && !IsEmpty(_next))
        {
            _next++;
        }
    }

    private void ReadCue()
    {
        // A name or a number may stand before the times.
        int? number = null;
        if (!HasTimes(_next))
        {
            number = Number(_next++);
        }

        if (_next >= _lines.Length || !HasTimes(_next))
        {
            throw Malformed(Math.Min(_next, _lines.Length - 1) + 1, $"neither the times of a caption ({(isWebVtt ? "00:01:02.000 --> 00:01:05.000" : "00:01:02,000 --> 00:01:05,000")}) nor an empty line");
        }

        var timing = _next;
        var times = Times().Match(_lines[timing]);
        if (!times.Success)
        {
            throw Malformed(timing + 1, "the times are not written hh:mm:ss.mmm --> hh:mm:ss.mmm");
        }

        var (start, end) = (Time(times, "s", timing), Time(times, "e", timing));
        if (end < start)
        {
            throw Malformed(timing + 1, "the caption ends before it begins");
        }

        _next++;
        var first = _next;
        SkipText(number);
        var shown = CaptionText.Clean(_lines[first.._next], isWebVtt);

        // Nothing to read, or no time to read it.
        if (shown.Length > 0 && end > start)
        {
            _cues.Add(_cues.Count < MostCues ? new CaptionCue(start, end, shown) : throw Malformed(timing + 1, $"more than {MostCues} captions"));
        }
    }

    /// <summary>A caption ends at an empty line, and where the times of the next one stand although the line between them is missing.</summary>
    /// <param name="number">The caption's own; null: it has none.</param>
    private void SkipText(int? number)
    {
        var first = _next;
        while (_next < _lines.Length && !IsEmpty(_next) && !Times().IsMatch(_lines[_next]))
        {
            _next++;
        }

        if (_next > first && _next < _lines.Length && !IsEmpty(_next) && IsNumberOfNext(_next - 1, first, number))
        {
            _next--;
        }
    }

    /// <summary>True when the line before the times of the next caption is that one's number, and no text of this one.</summary>
    /// <remarks>
    /// Captions may consist of numbers, so that only a line that goes on counting is one: from this caption to the next, or, where numbers were
    /// left out, from the next one to that behind it.
    /// </remarks>
    private bool IsNumberOfNext(int line, int first, int? number)
        => Number(line) is { } next
            && (next == number + 1 || (line > first && !(next <= number) && NumberBehind(line + 2) == next + 1));

    /// <summary>The number before the first times from a line on; null when there is none, or no times.</summary>
    private int? NumberBehind(int from)
    {
        var line = from;
        while (line < _lines.Length && !Times().IsMatch(_lines[line]))
        {
            line++;
        }

        return line < _lines.Length && line > from ? Number(line - 1) : null;
    }

    private int? Number(int line)
        => int.TryParse(_lines[line].AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue ? number : null;

    private TimeSpan Time(Match times, string which, int line)
    {
        int Number(string part) => times.Groups[which + part] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
        var (minutes, seconds) = (Number("m"), Number("s"));
        return minutes < 60 && seconds < 60
            ? new TimeSpan(0, Number("h"), minutes, seconds, Number("f"))
            : throw Malformed(line + 1, "minutes and seconds go up to 59");
    }

    private bool IsEmpty(int line) => string.IsNullOrWhiteSpace(_lines[line]);

    private bool HasTimes(int line) => _lines[line].Contains("-->", StringComparison.Ordinal);

    private MediaException Malformed(int line, string what) => CaptionFile.Malformed(name, line, what);

    [GeneratedRegex(@"^WEBVTT(?:[ \t].*)?$")]
    private static partial Regex Header();

    /// <summary>Blocks of WebVTT that are no captions.</summary>
    [GeneratedRegex(@"^(?:NOTE|STYLE|REGION)(?:[ \t]|$)")]
    private static partial Regex Aside();

    /// <summary>WebVTT may leave hours out and has settings behind; people mix up the comma of the one and the point of the other.</summary>
    [GeneratedRegex(@"^\s*(?:(?<sh>\d{1,4}):)?(?<sm>\d{1,2}):(?<ss>\d{1,2})[.,](?<sf>\d{3})\s*-->\s*(?:(?<eh>\d{1,4}):)?(?<em>\d{1,2}):(?<es>\d{1,2})[.,](?<ef>\d{3})(?:\s.*)?$")]
    private static partial Regex Times();
}
