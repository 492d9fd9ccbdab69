using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Box;
using Reelway.Connectors.OpenText;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Incoming;
using Reelway.Scaling.Fields;
using Reelway.Scaling.Mails;
using Reelway.Scaling.Names;
using Reelway.Scaling.Returning;
using ConnectionFinding = Reelway.Frame.Doctor.ConnectionFinding;

namespace Reelway.Scaling;

/// <summary>What <c>doctor</c> can say of content scaling: whether its connections, folders, fields and files are there.</summary>
internal static class ScalingChecks
{
    // Somebody waits at a terminal.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Nothing where it is off.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
    {
        if (!settings.IsUsable || settings.Get<ScalingOptions>() is not { Enabled: true } its)
        {
            return [];
        }

        var findings = new List<Finding>
        {
            ConnectionFinding.Of<OpenTextDam>(settings, "scaling.dam.connection", its.Dam.Connection, "campaigns are found"),
            ConnectionFinding.Of<BoxFiles>(settings, "scaling.box.connection", its.Box.Connection, "agencies are reached"),
            Receiver(settings, its),
        };
        findings.AddRange(await FilesAsync(its, clock, cancellation));
        if (findings.Any(finding => finding.State == FindingState.Fail))
        {
            return findings;
        }

        using var http = new ConnectorHttp(clock, NullLoggerFactory.Instance);
        using var pool = new ConnectionPool(settings.Connections, http, NullLoggerFactory.Instance, clock);
        findings.Add(await AskAsync("scaling.dam", clock, token => DamAsync(pool.Require<OpenTextDam>(its.Dam.Connection), its, token), cancellation));
        findings.Add(await AskAsync("scaling.box.root_folder", clock, async token =>
        {
            var items = await pool.Require<BoxFiles>(its.Box.Connection).ListAsync(its.Box.RootFolder, token);
            return Finding.Ok("scaling.box.root_folder", $"It can be read, and holds {items.Count(item => item.Kind == BoxItemKind.Folder)} folders.");
        }, cancellation));
        return findings;
    }

    private static Finding Receiver(Settings settings, ScalingOptions its)
        => settings.Get<IncomingOptions>().Receivers.TryGetValue(its.Box.Receiver, out var receiver) && receiver.For == ReceiverUse.Scaling
            ? Finding.Ok("scaling.box.receiver", $"Box calls {receiver.PathFor(its.Box.Receiver)}")
            : Finding.Warn(
                "scaling.box.receiver", $"There is no receiver \"{its.Box.Receiver}\" whose deliveries are for scaling, so what agencies bring is found by the nightly comparison only.",
                $"Set webhook.receivers.{its.Box.Receiver} with verifier: box, its secrets, and for: scaling.");

    private static async Task<IReadOnlyList<Finding>> FilesAsync(ScalingOptions its, TimeProvider clock, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        try
        {
            if (its.MappingsFile is { Length: > 0 } file)
            {
                var pattern = NamePattern.Load(its.Names.Rules, new List<string>())!;
                var mappings = await FieldMappingFile.ReadAsync(file, pattern, cancellation);
                findings.Add(Finding.Ok(FieldMappingFile.Setting, $"{mappings.Copied.Count} fields are copied, {mappings.Updates.Count} come from names."));
                findings.AddRange(mappings.Problems(pattern).Where(problem => !problem.IsError)
                    .Select(problem => Finding.Warn(FieldMappingFile.Setting, problem.ToString(), "Correct the file if it is not meant so.")));
                findings.AddRange(FiscalYear.Past(mappings, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))
                    .Select(past => Finding.Warn(FieldMappingFile.Setting, past.ToString(), "Correct the file; it is read again with the next import.")));
            }

            findings.AddRange((await ScalingMailTemplates.ReadAsync(its.TemplatesFile, cancellation)).Problems()
                .Select(problem => Finding.Fail(ScalingMailTemplates.Setting, problem, "Correct the file.")));
        }
        catch (FaultException unusable)
        {
            findings.Add(Finding.Fail("scaling", unusable.Message, "Correct it, then look again."));
        }

        return findings;
    }

    // A field that the site does not have makes it drop the condition, which the search refuses.
    private static async Task<Finding> DamAsync(OpenTextDam dam, ScalingOptions its, CancellationToken cancellation)
    {
        var page = await dam.SearchAsync(new DamSearch([new DamCondition(its.Dam.StatusField, its.Dam.StatusOperator, its.Statuses.A1)]), after: 0, limit: 1, cancellation);
        if (page.Items is not [var first, ..])
        {
            return Finding.Ok("scaling.dam", $"It can be searched; no campaign has {its.Statuses.A1} now.");
        }

        var item = await dam.ItemAsync(first.Id, first.IsFolder, cancellation);
        return item.Field(its.Dam.StatusField) is null
            ? Finding.Warn("scaling.dam.status_field", $"{its.Dam.StatusField} is found by the search and not among the fields of {first.Name}.", "Set scaling.dam.status_field to the id that the DAM's own campaigns have.")
            : Finding.Ok("scaling.dam", $"{page.Total} campaigns have {its.Statuses.A1}; the first is \"{Frame.ShownText.Name(first.Name)}\"{(item.Field(its.Dam.NumberField) is null ? ", without a number" : "")}.");
    }

    private static async Task<Finding> AskAsync(string what, TimeProvider clock, Func<CancellationToken, Task<Finding>> ask, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await ask(either.Token);
        }
        catch (ConnectorException fault)
        {
            return Finding.Fail(what, fault.Message, "Correct the setting or the connection, then look again.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Finding.Fail(what, $"There was no answer within {Patience.TotalSeconds} s.", "See whether the system can be reached from here, then look again.");
        }
    }
}
