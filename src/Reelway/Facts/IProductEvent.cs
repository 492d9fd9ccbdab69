namespace Reelway.Facts;

/// <summary>A fact that the product announces. Its properties are the event's data; those never lose their names or meaning once shipped.</summary>
internal interface IProductEvent
{
    /// <summary>Bare and dotted: <c>talk.published</c>.</summary>
    string Name { get; }

    /// <summary>What it is about: <c>talk/talk_01k…</c>.</summary>
    string Subject { get; }
}

/// <summary>A fact with what people are shown of its kind.</summary>
internal interface IProductEvent<TSelf> : IProductEvent
    where TSelf : IProductEvent<TSelf>
{
    /// <summary>As <see cref="IProductEvent.Name"/>.</summary>
    static abstract string Type { get; }

    /// <summary>When it is announced, in one sentence.</summary>
    static abstract string Text { get; }

    /// <summary>One as it may be.</summary>
    static abstract TSelf Example { get; }

    string IProductEvent.Name => TSelf.Type;
}
