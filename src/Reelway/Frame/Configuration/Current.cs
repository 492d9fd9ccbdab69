namespace Reelway.Frame.Configuration;

/// <summary>
/// A section of the settings as it holds at the moment. A change replaces the section whole, so that whoever takes <see cref="Value"/> once and
/// works with that sees one configuration and never half of two.
/// </summary>
/// <param name="first">The section as it was at the start.</param>
/// <param name="state">Has the sections that have taken its place since.</param>
internal sealed class Current<T>(T first, SettingsState state)
    where T : class
{
    /// <summary>The section now. It does not change any more; ask again for the next piece of work.</summary>
    public T Value => state.Find<T>() ?? first;
}
