using System.Security.Cryptography;

namespace Reelway.Access;

/// <summary>A key that this process made for itself: who may read <c>server.json</c> may use the API until the process ends.</summary>
internal sealed class ProcessToken
{
    /// <summary>256 random bits as text.</summary>
    public string Value { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
