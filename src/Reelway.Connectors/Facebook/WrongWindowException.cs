namespace Reelway.Connectors.Facebook;

/// <summary>Cause of a refused transfer: Facebook wants another window.</summary>
internal sealed class WrongWindowException(UploadWindow wanted) : Exception($"bytes {wanted.Start} to {wanted.End} are wanted instead")
{
    public UploadWindow Wanted { get; } = wanted;
}
