using Reelway.Frame.Public;

namespace Reelway.Incoming.Verifiers;

/// <summary>Kinds of senders that a receiver can be set to.</summary>
internal enum SenderKind
{
    /// <summary>Standard Webhooks.</summary>
    Standard,

    /// <summary>A secret in a header.</summary>
    Header,

    /// <summary>A plain HMAC of the body in a header.</summary>
    Hmac,

    /// <summary>Box.</summary>
    Box,

    /// <summary>Stripe.</summary>
    Stripe,

    /// <summary>Facebook, Instagram, WhatsApp.</summary>
    Meta,
}

/// <summary>Makes verifiers of settings.</summary>
internal static class Senders
{
    private const int ShortestSecret = 16;

    /// <summary>The verifier of a receiver.</summary>
    public static Verifier VerifierOf(ReceiverSettings its) => its.Verifier switch
    {
        SenderKind.Standard => new StandardWebhooksVerifier(Live(its)),
        SenderKind.Header => new SecretHeaderVerifier(its.Header ?? "Authorization", Live(its), IdentityOf(its)),
        SenderKind.Hmac => new SharedHmacVerifier(its.Header ?? "X-Signature", Live(its), IdentityOf(its)),
        SenderKind.Box => new BoxVerifier(its.Secrets[0], its.Secrets.ElementAtOrDefault(1)),
        SenderKind.Stripe => new StripeVerifier(Live(its)),
        SenderKind.Meta => new MetaVerifier(Live(its), its.VerifyToken!),
        var other => throw new InvalidOperationException($"{other} has no verifier."),
    };

    /// <summary>What is wrong with a receiver's settings for its kind of sender, each behind its name.</summary>
    public static IEnumerable<string> ProblemsOf(ReceiverSettings its)
    {
        foreach (var secret in Live(its))
        {
            // Never the secret itself.
            if (its.Verifier == SenderKind.Standard ? StandardWebhooksVerifier.KeyOf(secret) is null : secret.Length < ShortestSecret)
            {
                yield return $".secrets: each {(its.Verifier == SenderKind.Standard ? StandardWebhooksVerifier.WrongSecret : $"must have at least {ShortestSecret} characters; make one with: openssl rand -hex 32")}";
            }
        }

        if (its is { Verifier: SenderKind.Box, Secrets.Count: > 2 })
        {
            yield return ".secrets: Box has two keys, the primary and the secondary; a place that is empty is a key that is not set.";
        }

        if ((its.Verifier == SenderKind.Meta) != (its.VerifyToken is { Length: > 0 }))
        {
            yield return ".verify_token is needed for meta, and for meta alone: the word that is set there beside the address.";
        }

        if (its.Id.Count > 0 && its.Verifier is not (SenderKind.Header or SenderKind.Hmac))
        {
            yield return ".id is for senders that have no id of their own: header and hmac.";
        }

        if (its.Header is { } header && !header.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            yield return ".header must be the name of a header, such as X-Hook-Secret.";
        }
    }

    private static Identity IdentityOf(ReceiverSettings its) => its.Id.Count == 0 ? Identity.Body : Identity.Fields(its.Id);

    private static IReadOnlyList<string> Live(ReceiverSettings its) => [.. its.Secrets.Where(secret => secret.Length > 0)];
}
