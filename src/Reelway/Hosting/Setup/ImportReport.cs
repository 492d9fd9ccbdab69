namespace Reelway.Hosting.Setup;

/// <summary>Collects what became of each field.</summary>
internal sealed class ImportReport
{
    private readonly List<ImportedField> _fields = [];
    private readonly Dictionary<string, string> _taken = [];

    /// <summary>The fields in the order in which they were met.</summary>
    public IReadOnlyList<ImportedField> Fields => _fields;

    /// <summary>The field that a setting was taken from; null when it was taken from none.</summary>
    public string? TakenFrom(string setting) => _taken.GetValueOrDefault(setting);

    /// <summary>It was taken over as it was.</summary>
    public void Accept(ForeignField field, string setting) => Tell(field, ImportOutcome.Accepted, setting, string.Empty);

    /// <summary>It was taken over in another form or place.</summary>
    public void Change(ForeignField field, string setting, string reason) => Tell(field, ImportOutcome.Changed, setting, reason);

    /// <summary>It was not taken over.</summary>
    public void Refuse(ForeignField field, string reason) => Tell(field, ImportOutcome.Refused, string.Empty, reason);

    /// <summary>Adds what was found elsewhere.</summary>
    public void AddRange(IEnumerable<ImportedField> fields) => _fields.AddRange(fields);

    private void Tell(ForeignField field, ImportOutcome outcome, string setting, string reason)
    {
        _fields.Add(new(field.Name, field.Source, outcome, setting, reason));
        if (setting.Length > 0)
        {
            _taken.TryAdd(setting, $"{field.Name} ({field.Source})");
        }
    }
}
