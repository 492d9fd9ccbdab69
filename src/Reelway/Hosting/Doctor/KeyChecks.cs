using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Frame.Protection;

namespace Reelway.Hosting.Doctor;

/// <summary>Looks at what seals the keys of cookies and secrets.</summary>
internal static class KeyChecks
{
    private const string Name = "keys";

    /// <summary>The key file by itself; whether it is the others' is seen at the start.</summary>
    public static Finding Look(Settings settings)
    {
        if (settings.Get<SecretsOptions>().KeyFile is not { Length: > 0 } path)
        {
            return settings.Get<StorageOptions>().Shared is null
                ? Finding.Ok(Name, "in the data directory")
                : Finding.Warn(
                    Name, "They lie in the data directory, so servers of other machines can't read what this one has protected.",
                    "Set secrets.key_file to a file that all machines have; then the keys are kept in the database.");
        }

        try
        {
            return Finding.Ok(Name, $"in the database, sealed with key {KeyFile.Read(path).Fingerprint} of {path}");
        }
        catch (KeyFileException problem)
        {
            var finding = Finding.Fail(Name, problem.Message, "Nothing starts without it.");
            return KeyFile.IsOpenToOthers(path) ? finding with { Mend = () => SecretChecks.Close(path) } : finding;
        }
    }
}
