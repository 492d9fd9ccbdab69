using System.Diagnostics.CodeAnalysis;
using Reelway.Storage;

namespace Reelway.Engine;

/// <summary>A run's id: 64 bits, ordered by time, shown as <c>run_</c> and 13 Crockford digits.</summary>
public readonly record struct RunId(long Value) : ITypedId<RunId>
{
    static string ITypedId<RunId>.Prefix => "run_";

    static RunId ITypedId<RunId>.Of(long value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => TypedId.Format(this);

    /// <summary>Reads the shown form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RunId id) => TypedId.TryParse(text, out id);
}
