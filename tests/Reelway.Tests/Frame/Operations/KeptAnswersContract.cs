using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reelway.Contracts.Time;
using Reelway.Frame.Operations;
using Reelway.Storage.Migrations;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Frame.Operations;

/// <summary>Requests that come again with their key, at two servers of one database, whichever it is.</summary>
public abstract class KeptAnswersContract : IAsyncLifetime
{
    private const string Order = """{"item":"owl"}""";

    private readonly ManualClock _clock = new();
    private readonly List<WebApplication> _servers = [];
    private readonly List<string> _seeds = [];
    private SharedStore _store = null!;
    private Func<HttpContext, Task<int>> _handler = null!;
    private int _done;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private KeptAnswerStore Answers => _servers[0].Services.GetRequiredService<KeptAnswerStore>();

    public async ValueTask InitializeAsync()
    {
        _handler = _ => Task.FromResult(StatusCodes.Status202Accepted);
        _store = await StoreAsync();
        await Migrator.ApplyAsync(await _store.OpenAsync(_clock, Cancellation), [KeptAnswerStore.Migrations], _clock, Cancellation);
        for (var number = 0; number < 2; number++)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddSingleton(await _store.OpenAsync(_clock, Cancellation)).AddSingleton<KeptAnswerStore>();
            var app = builder.Build();
            app.MapPost("/orders", AnswerAsync).Finally(endpoint => endpoint.RequestDelegate = KeptAnswers.Around(endpoint.RequestDelegate!));
            await app.StartAsync(Cancellation);
            _servers.Add(app);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_same_request_is_carried_out_once_and_answered_alike_at_either_server()
    {
        var first = await AskAsync(0, "a", Order);
        var second = await AskAsync(1, "a", Order);
        var another = await AskAsync(1, "b", Order);
        var without = await AskAsync(0, key: null, Order);

        Assert.Equal((HttpStatusCode.Accepted, "/orders/1", null, """{"number":1}"""), first);
        Assert.Equal((first.Status, first.Location, "true", first.Body), second);
        Assert.Equal("""{"number":2}""", another.Body);
        Assert.Equal("""{"number":3}""", without.Body);
    }

    [Fact]
    public async Task Another_request_with_the_key_is_refused_and_nothing_is_done()
    {
        await AskAsync(0, "a", Order);

        var body = await AskAsync(1, "a", """{"item":"barn"}""");
        var path = await AskAsync(1, "a", Order, "?express=true");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, 1), (body.Status, path.Status, _done));
        Assert.Equal(
            ("idempotency-key-reused", "The Idempotency-Key \"a\" was used for another request within 30 days; nothing was done. Use a new key for a new request."), ProblemOf(body.Body));
    }

    [Fact]
    public async Task Of_two_at_once_one_is_carried_out_and_the_other_asks_again()
    {
        var (began, goesOn) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _handler = async _ =>
        {
            began.SetResult();
            await goesOn.Task;
            return StatusCodes.Status202Accepted;
        };
        var first = AskAsync(0, "a", Order);
        await began.Task;

        var meanwhile = await AskAsync(1, "a", Order);
        goesOn.SetResult();
        await first;
        var afterwards = await AskAsync(1, "a", Order);

        Assert.Equal((HttpStatusCode.Conflict, "idempotency-key-at-work"), (meanwhile.Status, ProblemOf(meanwhile.Body).Code));
        Assert.Equal((HttpStatusCode.Accepted, "true", 1), (afterwards.Status, afterwards.Replayed, _done));
    }

    [Fact]
    public async Task Of_many_at_once_one_is_carried_out()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => AskAsync(number % 2, "a", Order)));

        Assert.Equal(1, _done);
        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.Conflict || answer.Body == """{"number":1}""", answer.Body));
        Assert.Equal("""{"number":1}""", (await AskAsync(0, "a", Order)).Body);
    }

    [Fact]
    public async Task What_was_refused_or_went_wrong_may_be_asked_for_again()
    {
        _handler = _ => Task.FromResult(StatusCodes.Status409Conflict);
        var refused = await AskAsync(0, "a", Order);
        _handler = _ => throw new InvalidOperationException("It broke.");
        var broken = await AskAsync(0, "a", Order);
        _handler = _ => Task.FromResult(StatusCodes.Status202Accepted);
        var good = await AskAsync(0, "a", """{"item":"barn"}""");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.InternalServerError, HttpStatusCode.Accepted, null), (refused.Status, broken.Status, good.Status, good.Replayed));
    }

    [Fact]
    public async Task After_a_crash_the_same_request_goes_on_with_the_same_seed_when_its_time_is_up()
    {
        // What a server leaves that died at work: the same request, taken and never answered.
        await AskAsync(0, "a", Order);
        await (await _store.OpenAsync(_clock, Cancellation)).WriteAsync(
            session => session.ExecuteAsync("UPDATE kept_answer SET status = NULL, body = NULL, until_ms = taken_ms + @lease", new { lease = (long)KeptAnswerStore.Lease.TotalMilliseconds }),
            Cancellation);
        var early = await AskAsync(1, "a", Order);
        _clock.Advance(KeptAnswerStore.Lease + TimeSpan.FromSeconds(1));
        var other = await AskAsync(1, "a", """{"item":"barn"}""");
        var late = await AskAsync(1, "a", Order);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity), (early.Status, other.Status));
        Assert.Equal((HttpStatusCode.Accepted, null, """{"number":2}"""), (late.Status, late.Replayed, late.Body));
        Assert.Equal(2, _seeds.Count);
        Assert.Single(_seeds.Distinct());
    }

    [Fact]
    public async Task Answers_are_kept_for_30_days_and_then_removed()
    {
        await AskAsync(0, "a", Order);
        _clock.Advance(TimeSpan.FromDays(15));
        await AskAsync(0, "b", Order);
        _clock.Advance(TimeSpan.FromDays(14));
        Assert.Equal((0, "true"), (await Answers.ForgetAsync(Cancellation), (await AskAsync(0, "a", Order)).Replayed));

        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal((1, 0), (await Answers.ForgetAsync(Cancellation), await Answers.ForgetAsync(Cancellation)));
        Assert.Equal((null, "true"), ((await AskAsync(0, "a", """{"item":"barn"}""")).Replayed, (await AskAsync(0, "b", Order)).Replayed));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("ž")]
    [InlineData("")]
    [InlineData("k", 256)]
    public async Task A_key_that_is_none_is_refused_with_a_sentence(string key, int times = 1)
    {
        var answer = await AskAsync(0, string.Concat(Enumerable.Repeat(key, times)), Order);

        Assert.Equal((HttpStatusCode.BadRequest, 0), (answer.Status, _done));
        Assert.Equal(("invalid-request", "\"Idempotency-Key\" must be one key of 1 to 255 visible ASCII characters."), ProblemOf(answer.Body));
    }

    private protected abstract Task<SharedStore> StoreAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var order = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: Cancellation);
        Assert.NotNull(order.RootElement.GetProperty("item").GetString());
        http.Response.StatusCode = await _handler(http);
        if (http.Response.StatusCode != StatusCodes.Status202Accepted)
        {
            return;
        }

        var number = Interlocked.Increment(ref _done);
        if (KeyedRequest.SeedOf(http) is { } seed)
        {
            lock (_seeds)
            {
                _seeds.Add(seed);
            }
        }

        http.Response.Headers.Location = $"/orders/{number}";
        await http.Response.WriteAsJsonAsync(new { number }, Cancellation);
    }

    private async Task<(HttpStatusCode Status, string? Location, string? Replayed, string Body)> AskAsync(int server, string? key, string body, string query = "")
    {
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_servers[server].Urls.First()}/orders{query}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation(KeptAnswers.Header, key);
        }

        using var answer = await client.SendAsync(request, Cancellation);
        var replayed = answer.Headers.TryGetValues(KeptAnswers.Replayed, out var values) ? Assert.Single(values) : null;
        return (answer.StatusCode, answer.Headers.Location?.ToString(), replayed, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static (string? Code, string? Detail) ProblemOf(string body)
    {
        using var problem = JsonDocument.Parse(body);
        return (problem.RootElement.GetProperty("code").GetString(), problem.RootElement.GetProperty("detail").GetString());
    }
}
