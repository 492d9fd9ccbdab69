using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace Reelway.Sandbox.Google;

/// <summary>The spreadsheets there are.</summary>
internal sealed class GoogleWorld(GoogleSandboxOptions options, TimeProvider time)
{
    private readonly ConcurrentQueue<SandboxSpreadsheet> _all = new();
    private GoogleSettings _settings = options.Settings;

    public GoogleSettings Settings
    {
        get => Volatile.Read(ref _settings);
        set => Volatile.Write(ref _settings, value.Refuse() is { } reason ? throw new ArgumentException(reason) : value);
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SandboxSpreadsheet> All => [.. _all];

    public SandboxSpreadsheet Create(string title, string tab, bool isShared)
    {
        // 33 bytes are 44 characters, as long as Google's own ids; they begin with a 1 there.
        var id = "1" + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(33))[1..];
        var made = new SandboxSpreadsheet(id, title, tab, isShared, time);
        _all.Enqueue(made);
        return made;
    }

    public SandboxSpreadsheet? Find(string id) => _all.FirstOrDefault(sheet => sheet.Id == id);

    public void Reset()
    {
        _all.Clear();
        Settings = options.Settings;
    }
}
