using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Storage;

namespace Reelway.Access;

/// <summary>What can be asked of keys.</summary>
internal static class KeysApi
{
    /// <summary>Where the page is.</summary>
    public const string PagePath = "/keys";

    public static readonly Right Read = new("keys:read");
    public static readonly Right Write = new("keys:write");

    public static readonly ProblemKind NotFound = new(404, "key-not-found", "There is no such key");

    private static readonly Parameter Id = new("id", "The key's id: key_…");

    public static readonly Operation<ListOf<KeyItem>> List = new("listKeys", "GET /keys", Read)
    {
        Summary = "List keys",
        Text = "The newest first, also those that have ended. What opens the door is never shown again.",
        Example = new([KeyItem.Sample]),
    };

    public static readonly Operation<CreateKeyRequest, CreatedKey> Create = new("createKey", "POST /keys", Write)
    {
        ForgetsAnswer = true,
        Summary = "Create a key",
        Text = "For a program: with single rights or all of a role, never more than who asks has. The answer holds the key, which is shown this once. Two keys are good side by side, so change one by creating the next first.",
        Body = new("newsroom", ["runs:read", "talks:read"], Expires: "90d", Addresses: ["192.0.2.0/24"]),
        Example = new(KeyItem.Sample, "rw_live_4fTq0Z…"),
    };

    public static readonly Operation<KeyItem> Revoke = new("revokeKey", "POST /keys/{id}/revoke", Write)
    {
        Summary = "Revoke a key",
        Text = "For good and at once; streams that it has open end within 5 seconds.",
        Parameters = [Id],
        Example = KeyItem.Sample with { State = "revoked", RevokedAt = new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc), RevokedBy = "ana" },
        Problems = [NotFound],
    };

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, async ([AsParameters] Paging paging, KeyStore keys, CancellationToken cancellation) =>
        {
            var page = paging.Of("keys");
            var now = keys.Now;
            return page.Answer(await keys.ListAsync(page.Before ?? long.MaxValue, page.Count + 1, cancellation), row => row.Id.Value, row => KeyItem.From(row, now));
        });
        routes.Map(Create, (CreateKeyRequest body, HttpContext http, KeyOperations keys, CancellationToken cancellation) => keys.CreateAsync(body, http.User, cancellation))
            .Form(PagePath, "create", made => new Notice($"The key for {ShownText.Name(made.Key.Name)}, which is shown this once: {made.Secret}", Failed: false));
        routes.Map(Revoke, async (string id, HttpContext http, KeyStore keys, CancellationToken cancellation) =>
            KeyItem.From(TypedId.TryParse<KeyId>(id, out var key) && await keys.RevokeAsync(key, Visitor.ActorOf(http), cancellation) is { } row ? row : throw Missing(id), keys.Now))
            .Form(PagePath, "{id}/revoke", item => new Notice($"The key of {ShownText.Name(item.Name)} is revoked.", Failed: false));
    }

    private static RefusalException Missing(string id) => NotFound.Because($"There is no key \"{ShownText.Name(id)}\"; \"reelway key list\" shows all.");
}
