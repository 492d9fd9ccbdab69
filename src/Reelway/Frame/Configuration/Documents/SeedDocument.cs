namespace Reelway.Frame.Configuration.Documents;

/// <summary>A kind of document that an older system was configured by. It is read as it is: every key of it is used, explained or refused.</summary>
internal abstract class SeedDocument
{
    /// <summary>What people call it: <c>config.yaml</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Its keys, each with what becomes of it.</summary>
    public abstract IReadOnlyList<DocumentRule> Rules { get; }

    /// <summary>Documents of a lower layer lie below those of a higher one, in whichever order they are named.</summary>
    public virtual int Layer => 0;

    /// <summary>Files beside it that belong to it although it does not name them.</summary>
    public virtual IReadOnlyList<string> Companions => [];

    /// <summary>Which key belongs below which: by these a document is known that has lost its indentation.</summary>
    public virtual IEnumerable<(string Section, string Key)> Belongings => Rules.SelectMany(rule => rule.Names.Zip(rule.Names.Skip(1)));

    /// <summary>True when the keys at the top of a document are those of this kind; its file's name says nothing.</summary>
    public abstract bool Fits(SettingMap root);

    /// <summary>Settings that follow from several keys, or from the document as a whole. The keys were taken before.</summary>
    public virtual void Finish(SettingMap root, DocumentMapping mapping)
    {
    }

    /// <summary>True when one of these stands at the top.</summary>
    protected static bool HasAny(SettingMap root, params IEnumerable<string> keys) => keys.Any(key => root.Find(key) is not null);
}
