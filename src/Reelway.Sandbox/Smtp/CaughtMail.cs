using System.Text.Json.Serialization;

namespace Reelway.Sandbox.Smtp;

/// <summary>A mail as it was handed in.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="From">Sender of the envelope; empty for a bounce.</param>
/// <param name="To">Recipients of the envelope that were accepted.</param>
/// <param name="Subject">Decoded.</param>
/// <param name="Headers">In the order they came, decoded.</param>
/// <param name="Text">The first plain-text part; null when there is none. Lines end with a line feed.</param>
/// <param name="Html">The first HTML part; null when there is none. Lines end with a line feed.</param>
/// <param name="Raw">The whole mail after dot-unstuffing.</param>
public sealed record CaughtMail(
    long Number, DateTimeOffset At, string From, IReadOnlyList<string> To, string Subject, IReadOnlyList<MailHeader> Headers,
    string? Text, string? Html, IReadOnlyList<MailAttachment> Attachments, string Raw)
{
    /// <summary>The bytes of <see cref="Raw"/>.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The first header with this name; null when there is none.</summary>
    public string? Header(string name)
        => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;
}

public sealed record MailHeader(string Name, string Value);

public sealed record MailAttachment(string Name, string ContentType, int Bytes);
