namespace Reelway.Connectors.Posting;

/// <summary>Remote codes that mean the same whatever the network: publishers give them to the faults that they stand for.</summary>
public static class PostFaults
{
    /// <summary>The account has posted the same shortly before.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>The network could not work with an uploaded file, or has forgotten it: it is to be uploaded again.</summary>
    public const string MediaRefused = "media-refused";

    /// <summary>The network does not know the post, or not any more.</summary>
    public const string Gone = "gone";

    /// <summary>The fault of asking for something that the network does not offer.</summary>
    internal static ConnectorException NotOffered(string network, string sentence) => new(network, CallFault.Permanent, sentence) { RemoteCode = "not-offered" };
}
