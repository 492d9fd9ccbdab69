namespace Reelway.Frame.Configuration;

/// <summary>A part of the configuration before it is bound to types. Every part knows where it was written.</summary>
internal abstract record SettingNode(SettingOrigin Origin)
{
    /// <summary>What this part has replaced, the strongest first.</summary>
    public IReadOnlyList<SettingNode> Overridden { get; init; } = [];

    /// <summary>What it is, in words for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>The part as the replacement of another, which it remembers.</summary>
    public SettingNode Over(SettingNode? other)
        => other is null ? this : this with { Overridden = [other with { Overridden = [] }, .. other.Overridden] };
}

/// <summary>A single value as text; null stands for "not set", which also takes away what a weaker layer has set.</summary>
internal sealed record SettingValue(string? Text, SettingOrigin Origin) : SettingNode(Origin)
{
    /// <summary>Line of the file on which the text begins, which for a text in lines of its own is the one below; 0 where there is none.</summary>
    public int FirstLine { get; init; }

    /// <summary>True for a text of a file without quotes, which may have been meant for a number.</summary>
    public bool IsPlain { get; init; }

    /// <inheritdoc/>
    public override string Kind => Text is null ? "nothing" : "a single value";
}

/// <summary>A list.</summary>
internal sealed record SettingList(IReadOnlyList<SettingNode> Items, SettingOrigin Origin) : SettingNode(Origin)
{
    /// <inheritdoc/>
    public override string Kind => "a list";
}

/// <summary>Names and their parts, in the order in which they were written.</summary>
internal sealed record SettingMap(IReadOnlyList<KeyValuePair<string, SettingNode>> Entries, SettingOrigin Origin) : SettingNode(Origin)
{
    /// <inheritdoc/>
    public override string Kind => "a group of settings";

    /// <summary>The part of that name, or null.</summary>
    public SettingNode? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>The map without the part of that name.</summary>
    public SettingMap Without(string key) => this with { Entries = [.. Entries.Where(entry => entry.Key != key)] };

    /// <summary>The map with this part put in place of the one of that name, or added.</summary>
    public SettingMap With(string key, SettingNode node)
    {
        var entries = Entries.ToList();
        var index = entries.FindIndex(entry => entry.Key == key);
        if (index < 0)
        {
            entries.Add(new(key, node));
        }
        else
        {
            entries[index] = new(key, node);
        }

        return this with { Entries = entries };
    }
}
