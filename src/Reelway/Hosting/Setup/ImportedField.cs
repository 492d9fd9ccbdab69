namespace Reelway.Hosting.Setup;

/// <summary>What became of a field of the old program's settings.</summary>
internal enum ImportOutcome
{
    /// <summary>Taken over as it was.</summary>
    Accepted,

    /// <summary>Taken over in another form or place, for the reason given.</summary>
    Changed,

    /// <summary>Not taken over, for the reason given.</summary>
    Refused,
}

/// <summary>A field of the old program's settings and what became of it. Holds no value, since it may be a secret.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Source">The file it stands in, with the line where that is known.</param>
/// <param name="Setting">The setting that it became; empty when it was refused.</param>
/// <param name="Reason">Why, where it was not simply taken over.</param>
internal sealed record ImportedField(string Field, string Source, ImportOutcome Outcome, string Setting, string Reason);
