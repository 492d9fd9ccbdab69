using Reelway.Contracts;
using Reelway.Engine;
using Reelway.Scaling.Announcing;
using Reelway.Scaling.Mails;

namespace Reelway.Tests.Scaling.Mails;

public sealed class ScalingMailsTests
{
    private static readonly IReadOnlyList<object?> Done =
    [
        new AnnouncedAsset("dam-31", "Hazel <30s>.mp4", "K7M2QX", "900001").Values,
        new AnnouncedAsset("dam-32", "Hazel 15s.mp4", "P4W9ZC", "900002").Values,
    ];

    private static readonly Dictionary<string, Dictionary<string, object?>> Data = new()
    {
        ["a1_to_a2_complete"] = new()
        {
            ["campaign_name"] = "Hazel & Cocoa",
            ["campaign_id"] = "c-77",
            ["campaign_number"] = "N/A",
            ["asset_count"] = 2,
            ["assets"] = Done,
            ["box_folder_url"] = "https://box.test/folder/5?a=1&b=2",
        },
        ["a1_to_a2_partial"] = new()
        {
            ["campaign_name"] = "Hazel & Cocoa",
            ["campaign_id"] = "c-77",
            ["total_assets"] = 3,
            ["successful"] = 2,
            ["failed"] = 1,
            ["processed_assets"] = Done,
            ["failed_assets"] = new List<object?> { new FailedAsset("dam-33", "Hazel 6s.mp4", "Box: no space is left.").Values },
        },
        ["a2_to_a3_complete"] = new() { ["campaign_name"] = "Hazel & Cocoa", ["campaign_id"] = "c-77", ["asset_count"] = 2 },
        ["upload_failed"] = new()
        {
            ["filename"] = "hazel_30s_IY_K7M2QX.mp4",
            ["tracking_id"] = "K7M2QX",
            ["error"] = "IY is not a language.",
            ["corrected_name"] = "hazel_30s_IT_K7M2QX.mp4",
        },
        ["campaign_processing_failed"] = new()
        {
            ["campaign"] = new Dictionary<string, object?> { ["asset_id"] = "c-77", ["campaign_name"] = "Hazel & Cocoa", ["campaign_number"] = "4711" },
            ["error"] = "It has no folder Final Assets.",
        },
        ["critical_error"] = new() { ["error"] = "The DAM refuses the client's secret." },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => new(ScalingMailKind.All.Select(kind => kind.Name));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_shipped_mail_is_the_one_that_was_looked_at(string name)
    {
        var mail = (await ScalingMailTemplates.ReadAsync(null, Cancellation)).Render(Kind(name), Data[name]);

        await CommittedFile.EnsureAsync(
            CommittedFile.PathOf("tests", "Reelway.Tests", "Scaling", "Mails", "Golden", $"{name}.txt"),
            $"{mail.Subject}\n\n{mail.Html}\n{mail.Text}\n", typeof(ScalingMailsTests));
    }

    [Fact]
    public async Task A_file_replaces_the_texts_that_it_has_and_leaves_the_others()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("mails.yaml", "templates:\n  critical_error:\n    subject: 'Ouch: {error}'\n    html: '<b>{{ error | upper }}</b>'\n");

        var templates = await ScalingMailTemplates.ReadAsync(file, Cancellation);

        Assert.Empty(templates.Problems());
        Assert.Equal(new ScalingMail("Ouch: <no>", "<b>&lt;NO&gt;</b>"), templates.Render(ScalingMailKind.CriticalError, new Dictionary<string, object?> { ["error"] = "<no>" }));
        Assert.StartsWith("Hazel & Cocoa: all", templates.Render(ScalingMailKind.A2ToA3Complete, Data["a2_to_a3_complete"]).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_file_says_wrong_is_reported_with_the_line_of_the_file()
    {
        var templates = ScalingMailTemplates.Parse(
            """
            templates:
              critical_error:
                subject: "{eror}"
                html: <b>{{ error }}</b>
              upload_failed:
                subject: "{filename}"
                html: |
                  <p>{{ filename }}</p>
                  {% if not corrected_name %}
                  {{ corected_name }}
                  {% endif %}
              a2_to_a3_complete:
                subject: Done
                html: "{% include 'x' %}"
              a1_to_a2_partial:
                subject: Partly
              goodbye:
                subject: Bye
                html: Bye
            """, "email_templates.yaml");

        Assert.Equal(
            [
                "email_templates.yaml, critical_error.subject, line 3: nothing fills {eror}. Places that can be used are {error}.",
                "email_templates.yaml, upload_failed.html, line 10: nothing fills {{corected_name}}. Places that can be used are {{corrected_name}}, {{error}}, {{filename}}, {{tracking_id}}.",
                "email_templates.yaml, a2_to_a3_complete.html, line 14: {% include %} is not known here; what can be used is for, endfor, if, elif, else and endif.",
                "email_templates.yaml has no html for a1_to_a2_partial.",
                "email_templates.yaml, goodbye: no mail uses this text; there are a1_to_a2_complete, a1_to_a2_partial, a2_to_a3_complete, upload_failed, campaign_processing_failed, critical_error.",
            ],
            templates.Problems().Select(problem => problem.Split(" Correct ")[0].Split(" Add ")[0]));
    }

    [Fact]
    public async Task A_file_that_is_not_there_needs_a_person()
    {
        using var folder = new TemporaryFolder();

        var problem = await Assert.ThrowsAsync<FaultException>(() => ScalingMailTemplates.ReadAsync(folder["mails.yaml"], Cancellation));

        Assert.Contains("The file of scaling.templates_file can't be read", problem.Message, StringComparison.Ordinal);
    }

    private static ScalingMailKind Kind(string name) => ScalingMailKind.All.Single(kind => kind.Name == name);
}
