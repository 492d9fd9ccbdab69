using System.Text;

namespace Reelway.Contracts.Connectors;

/// <summary>What the scripted server does with one request.</summary>
public sealed record ScriptedAnswer
{
    public int Status { get; init; } = 200;

    /// <summary>Null for none, as gateways answer without a body.</summary>
    public string? ContentType { get; init; } = "application/json";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public byte[] Body { get; init; } = [];

    /// <summary>The length that is told; null for that of the body. Answers to HEAD tell one and have no body.</summary>
    public long? Length { get; init; }

    public Misbehaviour Misbehaviour { get; init; } = Misbehaviour.None;

    /// <summary>Bytes of the body that are sent before the misbehaviour begins.</summary>
    public int BytesBefore { get; init; }

    /// <summary>True when the server behind is asked, and its answer misused.</summary>
    public bool IsBehind { get; private init; }

    public static ScriptedAnswer Json(string body, int status = 200) => new() { Status = status, Body = Encoding.UTF8.GetBytes(body) };

    public static ScriptedAnswer Html(string body, int status)
        => new() { Status = status, Body = Encoding.UTF8.GetBytes(body), ContentType = "text/html" };

    public static ScriptedAnswer Empty(int status) => new() { Status = status };

    public static ScriptedAnswer Never(Misbehaviour misbehaviour) => new() { Misbehaviour = misbehaviour };

    /// <summary>The answer of the server behind, on which the request has its effect, sent badly.</summary>
    public static ScriptedAnswer Behind(Misbehaviour misbehaviour, int bytesBefore = 0)
        => new() { IsBehind = true, Misbehaviour = misbehaviour, BytesBefore = bytesBefore };

    public ScriptedAnswer With(params (string Name, string Value)[] headers) => this with { Headers = [.. Headers, .. headers] };
}

/// <summary>Ways to answer badly, all after the request was read whole.</summary>
public enum Misbehaviour
{
    /// <summary>None: the answer is sent as it is.</summary>
    None,

    /// <summary>Nothing is sent, and the connection stays open.</summary>
    Silence,

    /// <summary>The connection is closed without a word.</summary>
    Close,

    /// <summary>The connection is reset without a word.</summary>
    Reset,

    /// <summary>The connection is closed after <see cref="ScriptedAnswer.BytesBefore"/> bytes of the promised body.</summary>
    CutBody,

    /// <summary>The connection stays open and silent after <see cref="ScriptedAnswer.BytesBefore"/> bytes of the promised body.</summary>
    StallBody,

    /// <summary>The promised body comes a byte at a time, each 50 ms after the one before.</summary>
    Drip,
}
