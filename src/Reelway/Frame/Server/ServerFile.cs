using System.Text.Json;

namespace Reelway.Frame.Server;

/// <summary>What a running server tells the commands on its machine: <c>server.json</c> in the data directory, readable by its user alone.</summary>
/// <param name="Url">Where it answers.</param>
/// <param name="Token">What opens its API until it ends.</param>
/// <param name="Pid">Its process.</param>
/// <remarks>Written and removed only by whoever has the directory's lock, so while the lock is held it is true.</remarks>
internal sealed record ServerFile(string Url, string Token, int Pid, string Version, DateTime StartedAt)
{
    private const string Name = "server.json";

    /// <summary>Where it lies.</summary>
    public static string PathIn(string directory) => Path.Combine(directory, Name);

    /// <summary>Reads it; null when there is none, or none that can be read.</summary>
    public static ServerFile? Read(string directory)
    {
        try
        {
            return JsonSerializer.Deserialize<ServerFile>(File.ReadAllText(PathIn(directory)), JsonSerializerOptions.Web) is { Url: not null, Token: not null } file
                ? file
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            // Not there, half a file of a crash, or another user's: there is no server that we may use.
            return null;
        }
    }

    /// <summary>Writes it, whole or not at all.</summary>
    public void Write(string directory)
        => PrivateFile.Replace(PathIn(directory), JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));

    /// <summary>Removes it.</summary>
    public static void Remove(string directory) => File.Delete(PathIn(directory));
}
