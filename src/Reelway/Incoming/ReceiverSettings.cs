using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Reelway.Configuration;
using Reelway.Frame.Public;
using Reelway.Incoming.Verifiers;

namespace Reelway.Incoming;

/// <summary>A receiver of one's own, <c>webhook.receivers.NAME</c>.</summary>
internal sealed partial class ReceiverSettings
{
    [Setting("Its path below public.url. Default: /webhooks/NAME.")]
    public string? Path { get; set; }

    /// <summary>How its sender is known.</summary>
    [Setting("How its sender is known: standard (Standard Webhooks), header (a secret in a header), hmac (an HMAC-SHA256 of the body in a header), box, stripe, meta.")]
    public SenderKind Verifier { get; set; } = SenderKind.Standard;

    /// <summary>The secrets that are live: more than one while they are exchanged.</summary>
    [Setting("The secrets that count: two while one is exchanged for another. Of box the primary key and the secondary one, in this order.", Secret = true)]
    public IReadOnlyList<string> Secrets { get; set; } = [];

    /// <summary>The header that holds the secret or the signature, where its sender has no header of its own.</summary>
    [Setting("Header with the secret (header: Authorization unless set, as \"Bearer SECRET\") or the signature (hmac: X-Signature unless set).")]
    public string? Header { get; set; }

    /// <summary>What Meta shows in its challenge.</summary>
    [Setting("Of meta: the verify token that is set there beside the address.", Secret = true)]
    public string? VerifyToken { get; set; }

    /// <summary>What identifies a delivery: fields of its body. Default: what its sender has for it, otherwise the whole body.</summary>
    [Setting("Fields of the JSON body that together identify a delivery, such as [event_type, data.object_id], where its sender has no id of its own. Default: the whole body.")]
    public IReadOnlyList<string> Id { get; set; } = [];

    [Setting("What comes of a delivery: event announces it as webhook.received; intake hands it to what takes in recordings, as a message of intake.queues; scaling takes in what agencies bring to Box.")]
    public ReceiverUse For { get; set; } = ReceiverUse.Event;

    [Setting("Largest body that is taken.")]
    [Range(1024, 10 * 1024 * 1024)]
    public int LargestBodyBytes { get; set; } = 100 * 1024;

    /// <summary>Its path.</summary>
    internal string PathFor(string name) => string.IsNullOrEmpty(Path) ? $"/webhooks/{name}" : Path;

    /// <summary>What is wrong with it, each behind its name.</summary>
    internal IEnumerable<string> Problems(string name)
    {
        if (!Name().IsMatch(name))
        {
            yield return ": a receiver's name is of lower-case letters, digits, - and _, such as newsroom-2.";
        }

        if (PublicPaths.ProblemOf(PathFor(name)) is { } path)
        {
            yield return $".path {path}";
        }

        if (Secrets.All(string.IsNullOrEmpty))
        {
            yield return ".secrets must have at least one: without it anybody could send.";
        }

        foreach (var problem in Senders.ProblemsOf(this))
        {
            yield return problem;
        }
    }

    /// <summary>Declares its path; one call, which any part can make.</summary>
    internal void Map(PublicPaths paths, string name, TakeDelivery take)
        => paths.MapIncoming(name, PathFor(name), Senders.VerifierOf(this), take, LargestBodyBytes);

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]{0,59}$")]
    private static partial Regex Name();
}

/// <summary>What comes of a receiver's deliveries.</summary>
internal enum ReceiverUse
{
    /// <summary>Each is announced as <c>webhook.received</c>.</summary>
    Event,

    /// <summary>Each is an announcement of new objects, as a queue would bring it.</summary>
    Intake,

    /// <summary>Each says that an agency has brought a file, as Box does.</summary>
    Scaling,
}
