using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Texts;

namespace Reelway.Scaling.Mails;

/// <summary>The texts of mails about campaigns: those of a file, and the program's own for what the file leaves out.</summary>
/// <remarks>The file is read whenever it is used, so that a correction needs no restart.</remarks>
internal sealed class ScalingMailTemplates
{
    /// <summary>The setting that names the file.</summary>
    public const string Setting = "scaling.templates_file";

    private static readonly TemplateFile Shipped = ReadShipped();

    private readonly TemplateFile? _file;

    private ScalingMailTemplates(TemplateFile? file) => _file = file;

    /// <summary>The texts of a file.</summary>
    /// <param name="file">Null or empty: the program's own.</param>
    /// <exception cref="FaultException">It can't be read; needs a person.</exception>
    public static async Task<ScalingMailTemplates> ReadAsync(string? file, CancellationToken cancellation)
        => new(string.IsNullOrEmpty(file) ? null : await TemplateFile.ReadAsync(file, Setting, cancellation));

    /// <summary>The texts that a file holds.</summary>
    /// <inheritdoc cref="TemplateFile.Parse"/>
    public static ScalingMailTemplates Parse(string text, string shownAs) => new(TemplateFile.Parse(text, shownAs));

    /// <summary>Writes a mail.</summary>
    /// <param name="data">A value for each of the kind's places: texts, numbers, lists and groups (dictionaries by name).</param>
    /// <exception cref="FaultException">Something in the template is wrong; needs a person.</exception>
    public ScalingMail Render(ScalingMailKind kind, IReadOnlyDictionary<string, object?> data)
    {
        if (kind.Sample.Keys.FirstOrDefault(place => !data.ContainsKey(place)) is { } missing)
        {
            throw new ArgumentException($"Nothing was given for {missing} of {kind.Name}.", nameof(data));
        }

        // What a file has of a text counts, however much of it is missing: two halves of different hands are no mail.
        var file = _file?.Names.Contains(kind.Name) == true ? _file : Shipped;
        return new ScalingMail(
            ShownText.Name(Part(file, kind, "subject").FillSubject(data).Trim()), Part(file, kind, "html").FillHtml(data).ReplaceLineEndings("\n"));
    }

    /// <summary>What is wrong with the file's texts, a sentence each, with the line.</summary>
    public IEnumerable<string> Problems()
    {
        var kinds = ScalingMailKind.All.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
        foreach (var name in _file?.Names ?? [])
        {
            if (!kinds.TryGetValue(name, out var kind))
            {
                yield return $"{_file!.Name}, {ShownText.Name(name)}: no mail uses this text; there are {string.Join(", ", kinds.Keys)}.";
            }
            else if (ProblemOf(kind) is { } problem)
            {
                yield return problem;
            }
        }
    }

    private string? ProblemOf(ScalingMailKind kind)
    {
        try
        {
            Render(kind, kind.Sample);
            // So that what stands in the other branches of the text is tried too.
            Render(kind, kind.Bare);
            return null;
        }
        catch (FaultException problem)
        {
            return problem.Message;
        }
    }

    private static TextTemplate Part(TemplateFile file, ScalingMailKind kind, string part)
        => file.Find(kind.Name, part) ?? throw FaultException.Setting($"{file.Name} has no {part} for {kind.Name}.", "Add it to the file, then retry.");

    private static TemplateFile ReadShipped()
    {
        const string Name = "email_templates.yaml";
        using var stream = typeof(ScalingMailTemplates).Assembly.GetManifestResourceStream($"Reelway.Scaling.Mails.Templates.{Name}")
            ?? throw new InvalidOperationException($"The program lacks its texts {Name}");
        using var reader = new StreamReader(stream);
        return TemplateFile.Parse(reader.ReadToEnd(), Name);
    }
}
