namespace Reelway.Connectors.Box;

/// <summary>How the application proves who it is.</summary>
public enum BoxGrant
{
    /// <summary>By an assertion that its private key signs.</summary>
    Jwt,

    /// <summary>By its client id and secret alone.</summary>
    ClientCredentials,
}
