using Reelway.Frame.Cli;
using Reelway.Frame.Configuration;
using Reelway.Hosting;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Frame.Configuration;

public sealed class ShownAddressTests
{
    // Wherever half of it is shown, one of the two is found.
    private const string First = "s3cretly";
    private const string Second = "hunter22";

    /// <summary>Addresses as people get them wrong, with § for a password that has an unescaped mark in it.</summary>
    public static TheoryData<string> Wrong =>
    [
        "postgresql://kim:§@db.example/reelway", "postgresql://kim:§@db.example:5432/reelway?sslmode=require", "postgres://kim:§@db.example/reelway",
        "POSTGRESQL://kim:§@db.example/reelway", "postgresql:/kim:§@db.example/reelway", "postgresql:kim:§@db.example/reelway", "postgresql//kim:§@db.example/reelway",
        "kim:§@db.example/reelway", "//kim:§@db.example/reelway", "postgresql://kim:§@", "postgresql://kim:§", "postgresql://:§@db.example/reelway", "§@db.example", "§",
        "postgresql://kim:§@db.example:port/reelway", "postgresql://kim:§@db.example:99999/reelway", "postgresql://kim:§@db.example", "postgresql://kim:§@db.example/a/b",
        "postgresql://kim: §@db.example/reelway", " postgresql://kim:§@db.example/reelway", "postgresql://kim:§ @db.example/reelway", "postgresql://kim;§@db.example/reelway",
        "postgresql://db.example/reelway?user=kim&password=§", "postgresql://kim@db.example/reelway?password=§", "postgresql://kim@db.example/reelway?§",
        "jdbc:postgresql://db.example/reelway?user=kim&password=§", "Host=db.example;Username=kim;Password=§", "host=db.example user=kim password=§",
        "sqlite:postgresql://kim:§@db.example/reelway", "sqlite:kim:§@db.example", "mysql://kim:§@db.example/reelway", "http://kim:§@db.example/reelway", "http://§@db.example",
        "amqp://kim:§@broker.example/media", "amqps://kim:§@broker.example/a/b", "amqp:kim:§@broker.example", "amqp://kim:§@broker.example?heartbeat=5", "\"postgresql://kim:§@db.example/reelway\"",
        "'postgresql://kim:§@db.example/reelway", "<postgresql://kim:§@db.example/reelway>", "postgresql:\\\\kim:§@db.example\\reelway", "postgresql://kim:§@db.example/reelway#x",
    ];

    private static readonly string[] Keys = ["storage.url", "doorbell.url", "worker.health_url", "telemetry.otlp", "server.urls", "talks.feed_button.link"];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_password_in_a_wrong_address_is_never_shown(string address)
    {
        using var folder = new SettingsFolder { Catalog = ReelwaySettings.Catalog };
        foreach (var mark in new[] { "", "/", "@", "#", "?", ":", "%", " ", "\\", "[", "&", "=" })
        {
            var text = With(address, mark);
            if (text == $"postgresql://kim:{First}@{Second}")
            {
                // Nothing is wrong with it: the second half is a host.
                continue;
            }

            // Elsewhere a password is known by its address only.
            var sheet = address.Contains("://kim:§@", StringComparison.Ordinal) && mark != " " ? text : "talks.csv";

            var settings = folder.Load(null, null, [.. Keys.Select(key => (key, text)), ("talks.sheet", sheet)]);

            var shown = settings.Effective.Select(each => $"{each.Key} {each.Value}").Concat(settings.Problems.Select(each => each.ToString()));
            Assert.All(shown, line => Assert.False(line.Contains(First, StringComparison.Ordinal) || line.Contains(Second, StringComparison.Ordinal), $"{text} -> {line}"));
        }
    }

    [Theory]
    [InlineData("postgresql://kim:§@db.example/reelway", "/")]
    [InlineData("postgresql://kim:§@db.example/reelway", "@")]
    [InlineData("sqlite:kim:§@db.example", "/")]
    [InlineData("§@db.example", ":")]
    public async Task Doctor_neither_prints_a_wrong_address_nor_calls_its_store_good(string address, string mark)
    {
        using var cli = new CliRun();
        cli.Variables["REELWAY__STORAGE__URL"] = With(address, mark);
        cli.Variables["REELWAY__DOORBELL__URL"] = With(address, mark);

        var doctor = await cli.RunAsync("doctor", "--json");

        Assert.DoesNotContain(First, doctor.Out + doctor.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Second, doctor.Out + doctor.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, doctor.ExitCode);
        var states = doctor.Json.GetProperty("checks").EnumerateArray().ToLookup(check => check.GetProperty("name").GetString(), check => check.GetProperty("state").GetString());
        Assert.Equal(("fail", "fail", "fail"), (states["configuration"].First(), states["store"].Single(), states["doorbell"].Single()));
    }

    [Theory]
    [InlineData("postgresql://kim:secret-word@db.example:5432/reelway?sslmode=require", "postgresql://kim:********@db.example:5432/reelway?sslmode=require")]
    [InlineData("postgresql://kim@db.example/reelway", "postgresql://kim@db.example/reelway")]
    [InlineData("amqps://kim:pw@broker.example/media", "amqps://kim:********@broker.example/media")]
    [InlineData("https://token-of-mine@collector.example:4318/x?api_key=abcdef", "https://********@collector.example:4318/x?********")]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("http://*:5080", "http://*:5080")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080")]
    [InlineData("http://unix:/run/reelway.sock", "http://unix:/run/reelway.sock")]
    [InlineData("sqlite:data/reelway.db", "sqlite:data/reelway.db")]
    [InlineData("postgresql://kim:a/b@db.example/reelway", "********")]
    [InlineData("", "")]
    public void What_is_understood_is_shown_without_its_password(string address, string shown)
    {
        var secrets = new Secrets();

        Assert.Equal(shown, ShownAddress.Of(address, secrets));
        Assert.Equal(shown, secrets.Clean(shown));
    }

    [Theory]
    [InlineData("see https://kim:secret/word@files.example/talks.csv", "see https://kim:********@files.example/talks.csv")]
    [InlineData("https://docs.example/spreadsheets/d/abc", "https://docs.example/spreadsheets/d/abc")]
    [InlineData("ada@example.org", "ada@example.org")]
    public void In_any_other_setting_an_address_loses_its_password(string text, string shown) => Assert.Equal(shown, ShownAddress.In(text, new Secrets()));

    private static string With(string address, string mark) => address.Replace("§", First + mark + Second, StringComparison.Ordinal);
}
