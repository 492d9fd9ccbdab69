using System.Diagnostics.CodeAnalysis;

namespace Reelway.Storage;

/// <summary>The id of a thing of one kind: stored as a number, which statements and rows take as it is.</summary>
public interface ITypedId
{
    /// <summary>64 bits, as <see cref="IdGenerator"/> makes them.</summary>
    long Value { get; }
}

/// <summary>What every kind of id has: shown with the kind's prefix and 13 Crockford digits, as <c>run_06agn9k2w4008</c>.</summary>
public interface ITypedId<TSelf> : ITypedId
    where TSelf : struct, ITypedId<TSelf>
{
    /// <summary>What stands before the digits.</summary>
    static abstract string Prefix { get; }

    /// <summary>The id of that number.</summary>
    static abstract TSelf Of(long value);
}

/// <summary>Shows and reads ids of every kind.</summary>
public static class TypedId
{
    /// <summary>The shown form.</summary>
    public static string Format<T>(T id)
        where T : struct, ITypedId<T>
        => T.Prefix + ShortId.Format(id.Value);

    /// <summary>Reads the shown form; case and Crockford's look-alikes (<c>o</c>, <c>i</c>, <c>l</c>) are forgiven.</summary>
    public static bool TryParse<T>([NotNullWhen(true)] string? text, out T id)
        where T : struct, ITypedId<T>
    {
        var value = 0L;
        var isOne = text is not null && text.StartsWith(T.Prefix, StringComparison.OrdinalIgnoreCase) && ShortId.TryParse(text.AsSpan(T.Prefix.Length), out value);
        id = isOne ? T.Of(value) : default;
        return isOne;
    }
}
