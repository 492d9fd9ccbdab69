using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Reelway.Storage;

namespace Reelway.Frame.Protection;

/// <summary>Keys in the database, for all processes that share it. Each is sealed as a whole.</summary>
internal sealed class ProtectionKeyStore(IDatabase database, KeyFile file) : IXmlRepository
{
    /// <summary>The tables behind it.</summary>
    public static MigrationSet Migrations { get; } = new("protection", typeof(ProtectionKeyStore).Assembly, "Reelway.Frame.Protection.Migrations");

    /// <summary>Sees to it that this file is the one that the keys are sealed with. The first process decides; a file with a new key above the old one seals them again.</summary>
    /// <exception cref="KeyFileException">They are sealed with another one.</exception>
    public Task JoinAsync(CancellationToken cancellation) => database.WriteAsync(JoinAsync, cancellation);

    /// <summary>Names the key that this database's keys are sealed with; null when it holds none.</summary>
    public static Task<string?> GuardAsync(IDatabase database, CancellationToken cancellation) => database.ReadAsync(FindGuardAsync, cancellation);

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => Await(database.ReadAsync(
        async session =>
        {
            var rows = await session.QueryAsync<Row>("SELECT name, sealed FROM protection_key ORDER BY name");
            return (IReadOnlyCollection<XElement>)[.. rows.Select(row => XElement.Parse(file.Open(row.Name, row.Sealed)))];
        },
        CancellationToken.None));

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => Await(database.WriteAsync(
        async session =>
        {
            await RefuseOtherFileAsync(session);
            return await session.ExecuteAsync(
                "INSERT INTO protection_key(name, sealed) VALUES(@name, @box)",
                new { name = friendlyName, box = file.Seal(friendlyName, element.ToString(SaveOptions.DisableFormatting)) });
        },
        CancellationToken.None));

    private async Task JoinAsync(IDbSession session)
    {
        await session.ExecuteAsync(
            "INSERT INTO protection_guard(only_row, fingerprint) VALUES(1, @own) ON CONFLICT(only_row) DO NOTHING", new { own = file.Fingerprint });
        var guard = await RefuseOtherFileAsync(session);
        foreach (var row in await session.QueryAsync<Row>("SELECT name, sealed FROM protection_key"))
        {
            // Opened in any case: one that was changed is to be told now, and not when a cookie can't be read.
            var plain = file.Open(row.Name, row.Sealed);
            if (guard != file.Fingerprint)
            {
                await session.ExecuteAsync("UPDATE protection_key SET sealed = @box WHERE name = @name", new { name = row.Name, box = file.Seal(row.Name, plain) });
            }
        }

        await session.ExecuteAsync("UPDATE protection_guard SET fingerprint = @own", new { own = file.Fingerprint });
    }

    private async Task<string> RefuseOtherFileAsync(IDbSession session)
    {
        // Locked, so that nothing is stored with an old key while all are being sealed with a new one.
        await session.ExecuteAsync("UPDATE protection_guard SET only_row = 1");
        var guard = await FindGuardAsync(session);
        return guard is not null && file.Has(guard)
            ? guard
            : throw new KeyFileException(
                $"secrets.key_file: the keys in the database are sealed with key {guard}, which {file.Path} (key {file.Fingerprint}) does not hold; copy the file from the other machines of this installation.");
    }

    private static Task<string?> FindGuardAsync(IDbSession session) => session.FindAsync<string>("SELECT fingerprint FROM protection_guard");

    // What asks for keys can't wait otherwise; it asks at the start and about once a day.
    private static T Await<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private sealed record Row(string Name, string Sealed);
}
