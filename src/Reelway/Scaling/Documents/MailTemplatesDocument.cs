using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Configuration.Documents;
using Reelway.Scaling.Mails;

namespace Reelway.Scaling.Documents;

/// <summary>The texts of mails. They stay a file of their own, since people edit it; here each is tried.</summary>
internal sealed class MailTemplatesDocument : SeedDocument
{
    /// <inheritdoc/>
    public override string Name => "email_templates.yaml of campaigns";

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentRule> Rules { get; } =
    [
        new("templates.*", static (mapping, key) => mapping.Keep(key, ScalingMailTemplates.Setting)),
    ];

    /// <inheritdoc/>
    public override IEnumerable<(string Section, string Key)> Belongings
        => ScalingMailKind.All.SelectMany(kind => new[] { ("templates", kind.Name), (kind.Name, "subject"), (kind.Name, "html") });

    /// <inheritdoc/>
    public override bool Fits(SettingMap root)
        => root.Find("templates") is SettingMap templates && templates.Entries.All(entry => entry.Value is SettingMap text && HasAny(text, "subject", "html"));

    /// <inheritdoc/>
    public override void Finish(SettingMap root, DocumentMapping mapping)
    {
        mapping.NameFile(ScalingMailTemplates.Setting);
        try
        {
            foreach (var problem in ScalingMailTemplates.Parse(mapping.File.Text, mapping.File.ShownAs).Problems())
            {
                mapping.Wrong("templates", problem);
            }
        }
        catch (FaultException problem)
        {
            mapping.Wrong("templates", problem.Message);
        }
    }
}
