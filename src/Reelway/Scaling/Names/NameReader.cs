using System.Text;
using Reelway.Frame;

namespace Reelway.Scaling.Names;

/// <summary>Reads one name by a pattern.</summary>
internal sealed class NameReader(NamePattern pattern, IReadOnlyCollection<string>? issued)
{
    // Beyond this nothing is read any more: such a name is nobody's slip.
    private const int MostLetters = 1000;

    private const int MostParts = 40;

    private const int MostViolations = 20;

    private readonly List<NameViolation> _violations = [];

    private string _name = "";

    /// <summary>The reading with a corrected name where one can be said.</summary>
    public NameReading Read(string fileName)
    {
        var reading = ReadOnce(fileName, out var pairs, out var ending);
        return reading.IsValid || fileName.Length > MostLetters
            ? reading
            : reading with { CorrectedName = NameCorrection.Of(pattern, pairs, ending, reading, issued).FirstOrDefault(IsRight) };
    }

    private bool IsRight(string name) => new NameReader(pattern, issued).ReadOnce(name, out _, out _).IsValid;

    private NameReading ReadOnce(string fileName, out IReadOnlyList<(NameElement? Element, NamePart? Part)> pairs, out string ending)
    {
        (pairs, ending) = ([], "");
        _name = NameLetters.Composed(fileName.Length > MostLetters ? fileName[..MostLetters] : fileName);
        if (fileName.Length > MostLetters || Encoding.UTF8.GetByteCount(_name) > UploadName.MostBytes)
        {
            Add(NameFault.Length, 0, null, "", null, $"The name is longer than {UploadName.MostBytes} bytes; shorten it.");
        }

        CheckLetters();
        var trimmed = _name.TrimEnd();
        CheckSpaces(_name, 0, "the name");
        (var stem, ending) = FileEnding.Split(trimmed);
        if (ending.Length == 0)
        {
            Add(NameFault.Extension, trimmed.Length, null, "", null, "The name has no extension; end it with the kind of the file, such as .mp4.");
        }

        var parts = NamePart.Split(stem, pattern.Separators);
        if (parts.Count > MostParts)
        {
            Add(NameFault.Surplus, 0, null, "", null, $"The name has {parts.Count} parts; the pattern {pattern.Text} has {pattern.Elements.Count} at most.");
            return new(fileName) { Violations = Found() };
        }

        pairs = NameAlignment.Of(pattern.Elements, parts, out var isAmbiguous);
        Judge(pairs, parts, stem);
        if (isAmbiguous)
        {
            Add(NameFault.Ambiguous, 0, null, stem, null, $"The name fits the pattern {pattern.Text} in more than one way; write all of its optional parts, or none of them.");
        }

        return Reading(fileName, pairs, ending);
    }

    private NameReading Reading(string fileName, IReadOnlyList<(NameElement? Element, NamePart? Part)> pairs, string ending)
    {
        var values = new Dictionary<string, string>();
        foreach (var (element, part) in pairs)
        {
            if (element is not null && part is not null && element.Token.Read(part.Clean) is { } value)
            {
                values[element.Token.Name] = value;
            }
        }

        var id = values.GetValueOrDefault(NameTokens.TrackingId);
        if (id is not null && issued is not null && !issued.Contains(id))
        {
            var nearest = NearestText.Of(id, issued, text => text);
            var at = pairs.First(pair => pair.Element?.Token.Name == NameTokens.TrackingId).Part!.At;
            Add(NameFault.UnknownId, at, NameTokens.TrackingId, id, nearest, $"No master has the tracking id {id}; " + (nearest is null ? "take it from the master's file name." : $"did you mean {nearest}?"));
        }

        return new(fileName)
        {
            Values = values,
            TrackingId = id,
            Violations = Found(),
            CleanName = _violations.Count > 0 ? null
                : NameElement.Join(pairs.Where(pair => !pattern.Strips(pair.Element!.Token.Name) && pair.Part is not null).Select(pair => (pair.Element!, pair.Part!.Text))) + ending,
        };
    }

    private void Judge(IReadOnlyList<(NameElement? Element, NamePart? Part)> pairs, IReadOnlyList<NamePart> parts, string stem)
    {
        var id = pairs.FirstOrDefault(pair => pair.Element?.Token.Name == NameTokens.TrackingId).Part?.Clean;
        for (var i = 0; i < pairs.Count; i++)
        {
            var (element, part) = pairs[i];
            if (part is null)
            {
                if (!element!.IsOptional)
                {
                    var next = pairs.Skip(i + 1).Select(pair => pair.Part).FirstOrDefault(each => each is not null);
                    Add(NameFault.Missing, next?.At ?? stem.Length, element.Token.Name, "", null, $"{element.Token.Name} is missing: {element.Token.Says()}.");
                }

                continue;
            }

            CheckSpaces(part.Text, part.At, "a part");
            if (element is null)
            {
                Add(NameFault.Surplus, part.At, null, part.Clean, null, part.Clean.Length == 0
                    ? "A separator stands there twice, or at an end of the name; take one out."
                    : $"\"{ShownText.Name(part.Clean)}\" is one part too many: the pattern is {pattern.Text}, and no part of a name may hold what separates parts.");
                continue;
            }

            Judge(element, part);
            if (element.Token.Name != NameTokens.TrackingId && id is not null && pattern.Strips(NameTokens.TrackingId) && HoldsId(part.Clean, id))
            {
                Add(NameFault.Value, part.At, element.Token.Name, part.Clean, null, $"{element.Token.Name} holds the tracking id {id}, which stands in a name once; take it out there.");
            }
        }
    }

    private void Judge(NameElement element, NamePart part)
    {
        var token = element.Token;
        if (token.Read(part.Clean) is null)
        {
            var nearest = part.Clean.Length == 0 ? null : token.Nearest(part.Clean);
            Add(NameFault.Value, part.At, token.Name, part.Clean, nearest, part.Clean.Length == 0
                ? $"{token.Name} is empty; it must be {token.Says()}."
                : $"\"{ShownText.Name(part.Clean)}\" is not valid as {token.Name}: it must be {token.Says()}{(nearest is null ? "." : $"; did you mean {nearest}?")}");
        }

        if (!NameAlignment.IsSeparated(element, part))
        {
            var its = element.Leads ? part.After : part.Before;
            Add(NameFault.Separator, element.Leads ? part.At + part.Text.Length : part.At - its.Length, token.Name, its, element.Separator,
                $"\"{its}\" stands {(element.Leads ? "behind" : "before")} {token.Name}; it must be \"{element.Separator}\".");
        }
    }

    private void CheckLetters()
    {
        var at = 0;
        foreach (var letter in _name.EnumerateRunes())
        {
            if (NameLetters.Trouble(letter) is { } trouble && _violations.Count < MostViolations)
            {
                Add(NameFault.Letter, at, null, letter.ToString(), null, $"{NameLetters.Shown(letter)} {trouble}; take it out.");
            }

            at += letter.Utf16SequenceLength;
        }
    }

    /// <summary>Spaces at an end of a text, which nobody sees, and which Box refuses at the end of a name.</summary>
    private void CheckSpaces(string text, int at, string what)
    {
        var behind = text.Length - text.TrimEnd(' ').Length;
        var before = text.Length - text.TrimStart(' ').Length;
        if (before > 0 && before < text.Length && _violations.All(each => each.Position != Position(at)))
        {
            Add(NameFault.Space, at, null, text[..before], null, $"{NameLetters.Shown(new(' '))} stands before \"{ShownText.Name(text.Trim(' '))}\", where {what} begins; take it out.");
        }

        if (behind > 0 && Position(at + text.Length - behind) is var position && _violations.All(each => each.Position != position))
        {
            Add(NameFault.Space, at + text.Length - behind, null, text[^behind..], null, $"{NameLetters.Shown(new(' '))} stands behind \"{ShownText.Name(text.Trim(' '))}\", where {what} ends; take it out.");
        }
    }

    private static bool HoldsId(string text, string id)
    {
        for (var at = text.IndexOf(id, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(id, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + id.Length == text.Length || !char.IsLetterOrDigit(text[at + id.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(NameFault fault, int at, string? token, string found, string? nearest, string message)
        => _violations.Add(new(fault, Position(at), token, found, nearest, message));

    private int Position(int at) => _name.AsSpan(0, Math.Min(at, _name.Length)).EnumerateRunes() is var runes ? Count(runes) + 1 : 1;

    private static int Count(SpanRuneEnumerator runes)
    {
        var count = 0;
        while (runes.MoveNext())
        {
            count++;
        }

        return count;
    }

    private IReadOnlyList<NameViolation> Found() => [.. _violations.OrderBy(each => each.Position).Take(MostViolations)];
}
