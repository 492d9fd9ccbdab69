using System.Text.Json;
using Reelway.Contracts;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Notifications;

namespace Reelway.Tests.Notifications;

public sealed class EventMailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_text_of_ones_own_is_filled_in_the_form_that_older_systems_have()
    {
        await File.WriteAllTextAsync(_folder["email_templates.yaml"], """
            templates:
              talk_done:
                subject: "Done: {title} ({video_id})"
                html: |
                  <h1>{{ title | upper }}</h1>
                  {% if link %}<p>{{ link }}</p>{% endif %}
            """, Cancellation);

        var mail = EventMail.Write(await MailTemplates.ReadAsync(_folder["email_templates.yaml"], "talk_done", Cancellation), [Published("Owls <b>& Bees</b>")], more: 0);

        Assert.Equal($"Done: Owls <b>& Bees</b> ({TalkPublished.Example.VideoId})", mail.Subject);
        Assert.Contains("OWLS &lt;B&gt;&amp; BEES", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(TalkPublished.Example.Link, mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "talk_done", "names the text \"talk_done\", and notifications.templates_path names no file")]
    [InlineData("templates: {other: {subject: a, text: b}}", "talk_done", "email_templates.yaml has no templates.talk_done with a subject and a text or html.")]
    [InlineData("templates: {talk_done: {subject: a}}", "talk_done", "has no templates.talk_done with a subject and a text or html.")]
    [InlineData("templates: [", "talk_done", "email_templates.yaml (email_templates.yaml:")]
    public async Task A_text_that_is_missing_or_unreadable_needs_a_person(string? file, string name, string sentence)
    {
        if (file is not null)
        {
            await File.WriteAllTextAsync(_folder["email_templates.yaml"], file, Cancellation);
        }

        var fault = await Assert.ThrowsAsync<FaultException>(() => MailTemplates.ReadAsync(file is null ? null : _folder["email_templates.yaml"], name, Cancellation));

        Assert.Equal(FaultKind.NeedsPerson, fault.Fault.Kind);
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_about_very_many_events_says_how_many_it_leaves_out()
    {
        var mail = EventMail.Write(await MailTemplates.ReadAsync(file: null, name: null, Cancellation), [.. Enumerable.Range(0, 60).Select(i => Published($"Talk {i}."))], more: 40);

        Assert.Equal("Reelway: 100 events, talk.published", mail.Subject);
        Assert.Contains("Talk 49.", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Talk 50.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("And 50 more: see \"reelway events list\".", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_trouble_of_many_runs_is_one_cause_and_another_one_is_another()
    {
        var missing = RunNeedsPerson.Example;
        var dead = RunFailed.Example;

        Assert.Equal(
            MailCause.Of(Of(missing)), MailCause.Of(Of(missing with { Run = "run_2", Key = "file:///b.mp4", Reason = missing.Reason.Replace("Owls at Night", "Bees", StringComparison.Ordinal) })));
        Assert.NotEqual(MailCause.Of(Of(missing)), MailCause.Of(Of(missing with { Need = "credentials" })));
        Assert.NotEqual(MailCause.Of(Of(dead)), MailCause.Of(Of(dead with { Reason = "The page refuses it." })));
        Assert.Null(MailCause.Of(Of(dead with { DeadLetter = false })));
        Assert.Equal("webhook.disabled/webhook/newsroom", MailCause.Of(Of(WebhookDisabled.Example)));
        Assert.Null(MailCause.Of(Published("Owls")));
    }

    private static RecordedEvent Published(string title) => Of(TalkPublished.Example with { Title = title });

    private static RecordedEvent Of(IProductEvent fact)
        => new(7, fact.Name, fact.Name, fact.Subject, DateTimeOffset.UnixEpoch, JsonSerializer.SerializeToElement(fact, EventType.Find(fact.Name)!.Json));
}
