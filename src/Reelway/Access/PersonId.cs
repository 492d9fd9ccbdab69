using Reelway.Storage;

namespace Reelway.Access;

/// <summary>A person's id, shown as <c>person_</c> and 13 Crockford digits.</summary>
internal readonly record struct PersonId(long Value) : ITypedId<PersonId>
{
    static string ITypedId<PersonId>.Prefix => "person_";

    static PersonId ITypedId<PersonId>.Of(long value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => TypedId.Format(this);
}
