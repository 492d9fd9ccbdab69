namespace Reelway.Connectors;

/// <summary>A URL that somebody gave leads into this machine or the networks around it, which only the operator may call.</summary>
internal sealed class PrivateAddressException(string host)
    : IOException($"{host} is an address of this machine or of a private network, which URLs given by users must not lead to; the operator can allow single hosts");
