using System.Security.Claims;
using Reelway.Configuration;
using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>Makes keys, in the same way whoever asks.</summary>
internal sealed class KeyOperations(KeyStore keys, RightTable rights)
{
    private const int LongestName = 60;
    private const int MostAddresses = 50;

    /// <summary>Makes a key that has no right which its maker has not.</summary>
    public async Task<CreatedKey> CreateAsync(CreateKeyRequest body, ClaimsPrincipal maker, CancellationToken cancellation)
    {
        var wish = RequestText.Read(request => Read(request, body, maker));
        var secret = KeyText.Make();
        var row = await keys.AddAsync(secret, wish, maker.Identity?.Name ?? "somebody", cancellation);
        return new CreatedKey(KeyItem.From(row, keys.Now), secret);
    }

    private KeyWish Read(RequestText request, CreateKeyRequest body, ClaimsPrincipal maker) => new(
        request.Required("/body/name", body.Name, LongestName, "Must say what the key is for."),
        ReadRights(request, body, maker),
        ReadAddresses(request, body),
        ReadEnd(request, body),
        Callers.PersonOf(maker)?.Value);

    private IReadOnlyList<string> ReadRights(RequestText request, CreateKeyRequest body, ClaimsPrincipal maker)
    {
        var role = body.Role is { Length: > 0 } word ? Roles.Read(word) : null;
        if (body.Role is { Length: > 0 } && role is null)
        {
            request.Refuse("/body/role", "unknown", $"Must be one of {string.Join(", ", Roles.All.Select(each => each.Word()))}.");
            return [];
        }

        IReadOnlyList<string> wanted = role is { } all ? rights.Of(all) : [.. (body.Rights ?? []).Distinct(StringComparer.Ordinal)];
        if (wanted.Count == 0)
        {
            request.Refuse("/body/rights", "missing", "Must name what the key may do, such as runs:read, or a role whose rights it gets.");
        }

        if (wanted.FirstOrDefault(right => !rights.Knows(right)) is { } unknown)
        {
            request.Refuse("/body/rights", "unknown", $"Must hold rights that there are; \"{ShownText.Name(unknown)}\" is none. There are {string.Join(", ", rights.Rows.Select(row => row.Right))}.");
        }
        else if (wanted.FirstOrDefault(right => !rights.May(maker, new Right(right))) is { } beyond)
        {
            request.Refuse("/body/rights", "beyond", $"Must not hold more than who makes the key has; {beyond} is beyond that.");
        }

        return wanted;
    }

    private static IReadOnlyList<string> ReadAddresses(RequestText request, CreateKeyRequest body)
    {
        IReadOnlyList<string> texts = [.. (body.Addresses ?? []).Select(text => text.Trim())];
        AddressRanges.Read(texts, out var wrong);
        if (wrong is not null || texts.Count > MostAddresses)
        {
            request.Refuse("/body/addresses", "not-addresses", wrong is null
                ? $"Must not hold more than {MostAddresses} addresses."
                : $"Must hold addresses or networks such as 192.0.2.7 or 10.0.0.0/8; \"{ShownText.Name(wrong)}\" is none.");
        }

        return texts;
    }

    private DateTimeOffset? ReadEnd(RequestText request, CreateKeyRequest body)
    {
        if (string.IsNullOrWhiteSpace(body.Expires))
        {
            return null;
        }

        if (Durations.TryParse(body.Expires, out var time) && time > TimeSpan.Zero && time <= TimeSpan.FromDays(3650))
        {
            return keys.Now + time;
        }

        request.Refuse("/body/expires", "not-a-duration", "Must be how long the key is good, such as 90d, at most 3650d.");
        return null;
    }
}
