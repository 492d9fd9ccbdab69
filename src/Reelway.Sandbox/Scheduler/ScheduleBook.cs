using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Reelway.Sandbox.Aws;

namespace Reelway.Sandbox.Scheduler;

/// <summary>The schedules of the account. What is due fires when somebody looks.</summary>
internal sealed class ScheduleBook(AwsSandboxOptions account, Func<SchedulerSettings> settings, TimeProvider time, int kept)
{
    private const string DefaultGroup = "default";

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SandboxSchedule> _schedules = new(StringComparer.Ordinal);
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal) { DefaultGroup };
    private readonly Journal<FiredSchedule> _fired = new(kept);

    public IReadOnlyList<SandboxSchedule> All() => Locked(() => _schedules.Values.ToList());

    public IReadOnlyList<FiredSchedule> Fired() => Locked(() => _fired.Entries);

    public void AddGroup(string name) => Locked(() => _groups.Add(name));

    public JsonObject CreateGroup(string name) => Locked(() => ScheduleShape.IsName(name) && _groups.Add(name)
        ? new JsonObject { ["ScheduleGroupArn"] = $"arn:aws:scheduler:{account.Region}:{account.AccountId}:schedule-group/{name}" }
        : throw new AwsException("ConflictException", $"Schedule group {name} already exists.", 409));

    public SandboxSchedule Create(string name, JsonObject body) => Locked(() =>
    {
        var group = GroupOf((string?)body["GroupName"]);
        ScheduleShape.Check(name, body);
        return _schedules.ContainsKey(Key(group, name))
            ? throw new AwsException("ConflictException", $"Schedule {name} already exists.", 409)
            : _schedules[Key(group, name)] = Make(name, group, body, time.GetUtcNow());
    });

    /// <summary>Replaces all of it: what is left out goes back to its default.</summary>
    public SandboxSchedule Update(string name, JsonObject body) => Locked(() =>
    {
        var old = Find(name, (string?)body["GroupName"]);
        ScheduleShape.Check(name, body);
        var made = Make(name, old.Group, body, old.Created);
        // The same time of a schedule that has fired does not come again.
        return _schedules[Key(old.Group, name)] = made.Expression == old.Expression && made.Zone == old.Zone ? made with { FiresAt = old.FiresAt, FiredAt = old.FiredAt } : made;
    });

    public JsonObject Show(string name, string? group) => Locked(() =>
    {
        var found = Find(name, group);
        var shown = (JsonObject)found.Body.DeepClone();
        shown.Remove("ClientToken");
        foreach (var (member, value) in Head(found))
        {
            shown[member] = value?.DeepClone();
        }

        shown["ScheduleExpressionTimezone"] = found.Zone;
        shown["ActionAfterCompletion"] = found.IsDeletedAfterwards ? "DELETE" : "NONE";
        return shown;
    });

    public JsonObject Delete(string name, string? group) => Locked(() =>
    {
        var found = Find(name, group);
        _schedules.Remove(Key(found.Group, name));
        return new JsonObject();
    });

    /// <summary>A page of them: what they say is only known one by one.</summary>
    public JsonObject List(IQueryCollection query) => Locked(() =>
    {
        var most = int.TryParse(query["MaxResults"], out var asked) && asked is >= 1 and <= 100 ? asked
            : query.ContainsKey("MaxResults") ? throw new AwsException("ValidationException", "MaxResults must be 1 to 100.") : 100;
        string? group = query.ContainsKey("ScheduleGroup") ? GroupOf(query["ScheduleGroup"]) : null;
        var after = TokenOf(query["NextToken"]);
        var page = _schedules.Values
            .Where(one => group is null || one.Group == group)
            .Where(one => one.Name.StartsWith(query["NamePrefix"].ToString(), StringComparison.Ordinal))
            .Where(one => !query.ContainsKey("State") || one.State == query["State"])
            .SkipWhile(one => after is not null && string.CompareOrdinal(Key(one.Group, one.Name), after) <= 0)
            .Take(Math.Min(most, settings().LargestPage) + 1).ToList();
        var answer = new JsonObject { ["Schedules"] = new JsonArray() };
        if (page.Count > Math.Min(most, settings().LargestPage))
        {
            page.RemoveAt(page.Count - 1);
            answer["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Key(page[^1].Group, page[^1].Name)));
        }

        foreach (var one in page)
        {
            var row = Head(one);
            row["Target"] = new JsonObject { ["Arn"] = (string?)one.Body["Target"]?["Arn"] };
            answer["Schedules"]!.AsArray().Add(row);
        }

        return answer;
    });

    public void Reset() => Locked(() =>
    {
        _schedules.Clear();
        _fired.Clear();
        _groups.Clear();
        return _groups.Add(DefaultGroup);
    });

    private static string Key(string group, string name) => $"{group}/{name}";

    private static JsonObject Head(SandboxSchedule one) => new()
    {
        ["Arn"] = one.Arn,
        ["Name"] = one.Name,
        ["GroupName"] = one.Group,
        ["State"] = one.State,
        ["CreationDate"] = one.Created.ToUnixTimeMilliseconds() / 1000.0,
        ["LastModificationDate"] = one.Modified.ToUnixTimeMilliseconds() / 1000.0,
    };

    private static string? TokenOf(string? token)
    {
        var bytes = new byte[token?.Length ?? 0];
        return string.IsNullOrEmpty(token) ? null
            : Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new AwsException("ValidationException", "NextToken is not valid.");
    }

    private SandboxSchedule Make(string name, string group, JsonObject body, DateTimeOffset created)
    {
        var zone = (string?)body["ScheduleExpressionTimezone"] ?? "UTC";
        var expression = (string)body["ScheduleExpression"]!;
        var minutes = (string?)body["FlexibleTimeWindow"]!["Mode"] == "FLEXIBLE" ? (int)body["FlexibleTimeWindow"]!["MaximumWindowInMinutes"]! : 0;
        var part = settings().WindowPart ?? RandomNumberGenerator.GetInt32(1000) / 1000.0;
        return new SandboxSchedule(
            name, group, $"arn:aws:scheduler:{account.Region}:{account.AccountId}:schedule/{group}/{name}", expression, zone, (string?)body["State"] ?? SandboxSchedule.Enabled,
            (string?)body["Description"] ?? "", (string?)body["Target"]!["Input"] ?? "", ScheduleShape.TimeOf(expression, zone) + TimeSpan.FromMinutes(minutes * part), FiredAt: null,
            created, time.GetUtcNow(), (JsonObject)body.DeepClone());
    }

    private SandboxSchedule Find(string name, string? group) => _schedules.GetValueOrDefault(Key(GroupOf(group), name))
        ?? throw new AwsException("ResourceNotFoundException", $"Schedule {name} does not exist.", 404);

    private string GroupOf(string? name) => string.IsNullOrEmpty(name) ? DefaultGroup
        : _groups.Contains(name) ? name : throw new AwsException("ResourceNotFoundException", $"Schedule group {name} does not exist.", 404);

    private T Locked<T>(Func<T> run)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            foreach (var due in _schedules.Values.Where(one => one is { State: SandboxSchedule.Enabled, FiredAt: null } && one.FiresAt <= now).ToList())
            {
                _fired.Add(new FiredSchedule(due.FiresAt!.Value, due.Group, due.Name, (string?)due.Body["Target"]!["Arn"] ?? "", due.Input));
                if (due.IsDeletedAfterwards)
                {
                    _schedules.Remove(Key(due.Group, due.Name));
                }
                else
                {
                    _schedules[Key(due.Group, due.Name)] = due with { FiredAt = due.FiresAt };
                }
            }

            return run();
        }
    }
}
