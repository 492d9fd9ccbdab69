using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace Reelway.Sandbox.Google;

/// <summary>The spreadsheets there are.</summary>
internal sealed class GoogleWorld(TimeProvider time, Func<GoogleSettings> settings)
{
    private readonly ConcurrentQueue<SandboxSpreadsheet> _all = new();

    public GoogleSettings Settings => settings();

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

    public void Reset() => _all.Clear();
}
