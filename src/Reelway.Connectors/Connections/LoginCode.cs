namespace Reelway.Connectors;

/// <summary>What a browser has brought back from a login dialog. Prints without the code.</summary>
/// <param name="Code">Good for one use.</param>
/// <param name="Redirect">The address that it was brought to, letter by letter as the dialog was given it.</param>
public sealed record LoginCode(string Code, string Redirect)
{
    public override string ToString() => $"{nameof(LoginCode)} for {Redirect}";
}
