using System.Text.Json;
using Reelway.Frame;
using Reelway.Frame.Public;

namespace Reelway.Scaling.Returning;

/// <summary>What comes of Box's webhooks: a run for each version of a file that an agency brought.</summary>
internal static class BoxDeliveries
{
    /// <summary>The trigger that counts. It comes for files that are moved into the folder as well, and for what was sent from here.</summary>
    private const string Uploaded = "FILE.UPLOADED";

    /// <summary>Takes a delivery.</summary>
    public static async ValueTask<Taken> TakeAsync(Delivery delivery, IServiceProvider services, CancellationToken cancellation)
    {
        if (delivery.Json() is not { ValueKind: JsonValueKind.Object } body)
        {
            return Taken.PassedBy("Its body is not a JSON object.");
        }

        var trigger = TextOf(body, "trigger");
        if (trigger is "WEBHOOK.DELETED" or "NO_ACTIVE_SESSION")
        {
            return Taken.PassedBy($"Box says {trigger}: it does not call any more. Add the webhook again.");
        }

        var source = MemberOf(body, "source");
        if (trigger != Uploaded || TextOf(source, "type") != "file" || TextOf(source, "id") is not { } id || !IsId(id))
        {
            return Taken.PassedBy($"Nothing follows from {(trigger is null ? "a delivery without a trigger" : ShownText.Name(trigger))}.");
        }

        var (name, folders) = (TextOf(source, "name") ?? "", FoldersOf(source));
        var store = services.GetRequiredService<CampaignStore>();
        var campaign = folders.Count == 0 ? null : await store.FindByBoxAsync(folders, cancellation);
        if (await store.IsOwnAsync(id, campaign?.Id, name, cancellation))
        {
            return Taken.PassedBy($"{ShownText.Name(name)} was uploaded from here.");
        }

        var version = TextOf(MemberOf(source, "file_version"), "id") is { } known && IsId(known) ? known : "";
        return Taken.Starts(ReceiveDerivative.Start(id, version), $"{ShownText.Name(name)} was brought.");
    }

    private static IReadOnlyList<string> FoldersOf(JsonElement source)
    {
        var entries = MemberOf(MemberOf(source, "path_collection"), "entries");
        var parent = TextOf(MemberOf(source, "parent"), "id");
        return entries.ValueKind != JsonValueKind.Array ? parent is null ? [] : [parent]
            : [.. entries.EnumerateArray().Take(200).Select(entry => TextOf(entry, "id")).Append(parent).OfType<string>().Where(IsId).Distinct()];
    }

    private static bool IsId(string text) => text.Length is > 0 and <= 40 && text.All(char.IsAsciiLetterOrDigit);

    private static JsonElement MemberOf(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    private static string? TextOf(JsonElement json, string name) => MemberOf(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
