using Reelway.Frame.Doctor;
using Reelway.Hosting;
using Reelway.Notifications;
using Reelway.Tests.Frame.Configuration;

namespace Reelway.Tests.Notifications;

/// <summary>Settings of notifications as an operator writes them, and what <c>doctor</c> says of them.</summary>
public sealed class NotificationChecksTests : IDisposable
{
    private readonly SettingsFolder _folder = new() { Catalog = ReelwaySettings.Catalog };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Where_nothing_is_set_nothing_is_missed() => Assert.Empty(NotificationChecks.Look(_folder.With("reelway.yaml", "").Load()));

    [Fact]
    public void Rules_for_the_bus_are_read_and_a_connection_that_is_missing_is_named()
    {
        var settings = _folder.With("reelway.yaml", """
            notifications:
              eventbridge:
                connection: bus
                bus: media
                largest_entry_bytes: 512KiB
                rules:
                  - type: talk.published
                    source: com.example.reelway
                    detail_type: Talk Published
                    detail: '{"id":"{id}","title":"{title}"}'
                  - { type: run.failed, source: com.example.reelway }
            """).Load();

        var finding = Assert.Single(NotificationChecks.Look(settings));

        Assert.Empty(settings.Problems);
        Assert.Equal(524_288, settings.Get<NotificationsOptions>().Eventbridge.LargestEntryBytes);
        Assert.Equal((FindingState.Fail, "There is no connection \"bus\" of the connector aws."), (finding.State, finding.Detail));
    }

    [Fact]
    public async Task Texts_of_ones_own_are_tried_with_an_example_of_their_events()
    {
        _folder.With("texts.yaml", """
            templates:
              let_go: { subject: "{title} was let go", text: "{{ title }} {{ link }}" }
              broken: { subject: "{title}", text: "{% if title %}no end" }
            """);
        var file = Path.Combine(_folder.Path, "texts.yaml");

        Assert.Equal([(FindingState.Ok, $"every text of {file} that a rule names was written about an example")], await TriedAsync("let_go"));
        Assert.Equal([(FindingState.Fail, "texts.yaml has no templates.gone with a subject and a text or html. Correct the file or the rule of notifications.mails, then retry.")], await TriedAsync("let_go", "gone"));
        var (state, detail) = Assert.Single(await TriedAsync("broken"));
        Assert.Equal(FindingState.Fail, state);
        Assert.StartsWith("texts.yaml, broken.text, line 3: ", detail, StringComparison.Ordinal);
        Assert.Empty(await TriedAsync());

        async Task<IEnumerable<(FindingState, string)>> TriedAsync(params string[] texts)
            => (await NotificationChecks.TextsAsync(
                new NotificationsOptions { TemplatesPath = file, Mails = [.. texts.Select(text => new MailRule { Type = "talk.released", Template = text })] },
                TestContext.Current.CancellationToken)).Select(finding => (finding.State, finding.Detail));
    }

    [Fact]
    public void What_is_wrong_with_a_rule_is_said_with_its_file_and_line()
    {
        var problem = Assert.Single(_folder.With("reelway.yaml", """
            notifications:
              eventbridge:
                rules:
                  - type: talk.published
                    source: com.example.reelway
                    detail_type: '{titel}'
            """).Load().Problems);

        Assert.StartsWith(
            "notifications.eventbridge.rules[0].detail_type (reelway.yaml:6): The template has {titel}, which talk.published has not; it has talk, title", problem.ToString(), StringComparison.Ordinal);
    }
}
