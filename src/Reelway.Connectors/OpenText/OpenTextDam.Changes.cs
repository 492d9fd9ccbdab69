using System.Text;
using System.Text.Json;

namespace Reelway.Connectors.OpenText;

/// <summary>Fields are changed under the item's lock, and only when they still have the value that the change comes from.</summary>
public sealed partial class OpenTextDam
{
    private const int UnlockTries = 3;

    /// <summary>Changes a field that has the expected value; leaves it alone when it has another.</summary>
    /// <exception cref="ConnectorException">Somebody else has locked the item, or it could not be read or written.</exception>
    public async Task<DamChange> ChangeFieldAsync(DamItem item, string fieldId, string expected, string value, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        // The lock keeps others away, not a second caller with the same account; one in another process is kept away by whoever starts the work.
        await _changing.WaitAsync(cancellation);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            await LockAsync(item);
            try
            {
                return await ChangeLockedAsync(item, fieldId, expected, value, cancellation);
            }
            finally
            {
                await UnlockAsync(item);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task<DamChange> ChangeLockedAsync(DamItem item, string fieldId, string expected, string value, CancellationToken cancellation)
    {
        var current = (await ReadItemAsync(item.Id, item.IsFolder, query: "", cancellation)).Field(fieldId);
        if (current != expected)
        {
            return current == value ? DamChange.AlreadyThere : DamChange.Other(current);
        }

        try
        {
            await PatchAsync(item, fieldId, value, cancellation);
            return DamChange.Changed;
        }
        catch (ConnectorException fault) when (fault.OutcomeUnknown && !cancellation.IsCancellationRequested)
        {
            var now = (await ReadItemAsync(item.Id, item.IsFolder, query: "", cancellation)).Field(fieldId);
            return now == value ? DamChange.Changed
                : now != expected ? DamChange.Other(now)
                : throw new ConnectorException(fault) { OutcomeUnknown = false };
        }
    }

    private Task<OpenTextAnswer> PatchAsync(DamItem item, string fieldId, string value, CancellationToken cancellation)
    {
        var edited = new EditedItem(new EditedData([new WrittenField(fieldId, "com.artesia.metadata.MetadataField", new WrittenHolder(new WrittenValue("string", value)))]));
        var json = item.IsFolder
            ? JsonSerializer.Serialize(new EditedFolder(edited), OpenTextJson.Default.EditedFolder)
            : JsonSerializer.Serialize(new EditedAsset(edited), OpenTextJson.Default.EditedAsset);
        return _client.SendAsync(
            $"set {fieldId} of {Describe(item)} to {value}", HttpMethod.Patch, $"{KindOf(item)}/{Escape(item.Id)}",
            () => new StringContent(json, Encoding.UTF8, "application/json"), CallEffect.Repeatable, _options.CallLimit, cancellation);
    }

    /// <remarks>Not cancelled: nobody would know whether the item is locked.</remarks>
    private async Task LockAsync(DamItem item)
    {
        try
        {
            await SwitchLockAsync(item, "lock", _options.LockForm);
        }
        catch (ConnectorException fault) when (fault.OutcomeUnknown)
        {
            // It may be locked now, by us.
            await UnlockAsync(item);
            throw new ConnectorException(fault) { OutcomeUnknown = false };
        }
    }

    /// <remarks>Not cancelled with the change: an item that stays locked keeps everybody out.</remarks>
    private async Task UnlockAsync(DamItem item)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await SwitchLockAsync(item, "unlock", _options.UnlockForm);
                return;
            }
            catch (ConnectorException fault) when (tries < UnlockTries && fault.Kind == CallFault.Transient && fault.RemoteCode != OpenTextFaults.Locked)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100) * tries, _clock, CancellationToken.None);
            }
            catch (ConnectorException fault)
            {
                // What the change came to is known, and does not depend on this.
                _log.StaysLocked(Describe(item), fault.Message);
                return;
            }
        }
    }

    private Task<OpenTextAnswer> SwitchLockAsync(DamItem item, string verb, string form)
    {
        var path = _options.LockPath.Replace("{kind}", KindOf(item), StringComparison.Ordinal).Replace("{id}", Escape(item.Id), StringComparison.Ordinal);
        return _client.SendAsync(
            $"{verb} {Describe(item)}", HttpMethod.Parse(_options.LockMethod.ToString().ToUpperInvariant()), path,
            form.Length == 0 ? null : () => new StringContent(form, Encoding.UTF8, Form), CallEffect.Repeatable, _options.CallLimit, CancellationToken.None);
    }

    private static string KindOf(DamItem item) => item.IsFolder ? "folders" : "assets";

    private static string Describe(DamItem item) => $"{(item.IsFolder ? "folder" : "asset")} \"{item.Name}\" ({item.Id})";
}
