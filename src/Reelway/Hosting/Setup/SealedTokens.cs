using Reelway.Frame.Cli;
using Reelway.Hosting.Cli;
using Reelway.Talks.Facebook;

namespace Reelway.Hosting.Setup;

/// <summary>Puts the pages' tokens of an import into the store that the new configuration names, so that they stand in no file.</summary>
internal static class SealedTokens
{
    private const string Connection = "facebook";

    /// <summary>Keeps them; nobody outside is asked, since an import must work without a network.</summary>
    /// <returns>Why they could not be kept, in a sentence; null when they are, or there are none.</returns>
    public static async Task<string?> KeepAsync(CliCall call, IReadOnlyList<AccessKey> keys)
    {
        if (keys.Count == 0)
        {
            return null;
        }

        var settings = call.LoadSettings();
        if (settings.Problems.FirstOrDefault(problem => problem.IsError) is { } wrong)
        {
            return wrong.ToString();
        }

        try
        {
            await using var access = await DataDirectoryApi.OpenAsync(settings, call.Console, call.Surroundings, call.Cancellation);
            await access.Client.PostAsync("/api/v1/talks/pages/keys/import", new { connection = Connection, keys, check = false }, call.Cancellation);
            return null;
        }
        catch (CliException problem)
        {
            return problem.Message;
        }
    }
}
