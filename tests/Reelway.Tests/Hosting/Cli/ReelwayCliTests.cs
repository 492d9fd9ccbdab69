using System.CommandLine;
using System.Text.Json;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Hosting.Cli;

namespace Reelway.Tests.Hosting.Cli;

public sealed class ReelwayCliTests
{
    [Theory]
    [InlineData("run lst", "Unrecognized command or argument 'lst'.", "See: reelway run --help")]
    [InlineData("run show", "Required argument 'id' missing for command:", "See: reelway run show --help")]
    [InlineData("run list --limit many", "--limit must be a whole number, not \"many\".", "See: reelway run list --help")]
    [InlineData("run list --output xml", "--output must be table, json, yaml or ids.", "See: reelway run list --help")]
    [InlineData("run decide x y perhaps", "Argument 'perhaps' not recognized.", "See: reelway run decide --help")]
    [InlineData("run list --set novalue", "--set novalue: write it as KEY=VALUE.", "")]
    [InlineData("run list --server nowhere", "--server nowhere is not an address; write it like http://127.0.0.1:5080.", "")]
    public async Task A_wrong_command_line_is_a_usage_error(string line, string sentence, string hint)
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync(line.Split(' '));

        Assert.Equal(ExitCode.Usage, answer.ExitCode);
        Assert.Contains(sentence, answer.Error, StringComparison.Ordinal);
        Assert.Contains(hint, answer.Error, StringComparison.Ordinal);
        Assert.Empty(answer.Out);
    }

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    public async Task A_command_that_only_holds_others_shows_them(string line)
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(ExitCode.Usage, answer.ExitCode);
        Assert.Contains("Commands:", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("error:", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_says_what_it_does_and_has_an_example_and_every_list_pages_alike()
    {
        using var cli = new CliRun();
        using var stop = new StopRequests();
        var globals = new GlobalOptions();
        var context = new CliContext(globals, ReelwayCli.Product, cli.Surroundings(stop, TextWriter.Null, TextWriter.Null));
        var root = ReelwayCli.Build(context, globals);

        var verbs = Below(root).Where(command => command.Subcommands.Count == 0).ToList();

        Assert.True(verbs.Count > 8);
        Assert.All(Below(root), command => Assert.False(string.IsNullOrEmpty(command.Description), command.Name));
        Assert.All(verbs, verb => Assert.NotEmpty(context.ExamplesOf(verb)));
        Assert.All(verbs.SelectMany(verb => context.ExamplesOf(verb)), example => Assert.Empty(root.Parse(Words(example)).Errors));
        var lists = verbs.Concat(Below(root)).Where(command => command.Name == "list").Distinct().ToList();
        Assert.True(lists.Count > 3);
        Assert.All(lists, list => Assert.Empty(new[] { "--limit", "--cursor", "--all" }.Except(list.Options.Select(option => option.Name))));
    }

    [Fact]
    public async Task Help_ends_with_the_examples()
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("run", "retry", "--help");

        Assert.Equal(ExitCode.Ok, answer.ExitCode);
        Assert.Contains("Examples:", answer.Out, StringComparison.Ordinal);
        Assert.Contains("  reelway run retry run_", answer.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help run", "run --help")]
    [InlineData("help talks submit", "talks submit --help")]
    public async Task Help_is_a_word_too(string typed, string same)
    {
        using var cli = new CliRun();

        var word = await cli.RunAsync(typed.Split(' '));
        var option = await cli.RunAsync(same.Split(' '));

        Assert.Equal(ExitCode.Ok, word.ExitCode);
        Assert.Contains("Usage:", word.Out, StringComparison.Ordinal);
        Assert.Equal(option.Out, word.Out);
    }

    [Fact]
    public async Task Help_for_a_command_that_is_not_there_is_a_usage_error()
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("help", "run", "lst");

        Assert.Equal(ExitCode.Usage, answer.ExitCode);
        Assert.Equal("error: There is no command \"run lst\". See: reelway help", answer.Error.Trim());
    }

    [Fact]
    public async Task Version_is_a_word_too()
    {
        using var cli = new CliRun();

        var word = await cli.RunAsync("version");
        var json = await cli.RunAsync("version", "--json");

        Assert.Equal($"reelway {Product.Version}", word.Out.Trim());
        Assert.Equal(Product.Version, json.Json.GetProperty("version").GetString());
    }

    [Fact]
    public async Task Every_command_with_json_says_its_mistakes_as_one_json_object()
    {
        var globals = new GlobalOptions();
        using var stop = new StopRequests();
        using var cli = new CliRun();
        var root = ReelwayCli.Build(new CliContext(globals, ReelwayCli.Product, cli.Surroundings(stop, TextWriter.Null, TextWriter.Null)), globals);
        foreach (var path in Paths(root, []))
        {
            var answer = await cli.RunAsync([.. path, "--no-such-option", "--json"]);
            // Where a command takes a name, it takes this one, and there is nothing of that name.
            Assert.True(answer.ExitCode != ExitCode.Ok && answer.Out.Length == 0, string.Join(' ', path));
            var error = JsonDocument.Parse(answer.Error).RootElement.GetProperty("error");
            Assert.Equal(answer.ExitCode, error.GetProperty("exitCode").GetInt32());
            Assert.NotEmpty(error.GetProperty("message").GetString()!);
        }
    }

    [Fact]
    public async Task No_option_or_argument_of_any_command_answers_with_a_type_of_code()
    {
        var globals = new GlobalOptions();
        using var stop = new StopRequests();
        using var cli = new CliRun();
        var root = ReelwayCli.Build(new CliContext(globals, ReelwayCli.Product, cli.Surroundings(stop, TextWriter.Null, TextWriter.Null)), globals);
        var tried = 0;
        foreach (var path in Paths(root, []))
        {
            var command = path.Aggregate((Command)root, (parent, name) => parent.Subcommands.Single(each => each.Name == name));
            foreach (var option in command.Options.Where(option => Nullable.GetUnderlyingType(option.ValueType) is var type && (type ?? option.ValueType) != typeof(string) && option.ValueType != typeof(bool)))
            {
                var answer = await cli.RunAsync([.. path, option.Name, "x1"]);
                Assert.DoesNotContain("System.", answer.Error, StringComparison.Ordinal);
                Assert.DoesNotContain("Reelway.", answer.Error, StringComparison.Ordinal);
                tried++;
            }
        }

        Assert.True(tried > 3, "the commands' options were not found");
    }

    [Theory]
    [InlineData("--limit must be a whole number, not \"x\".", "talks", "list", "--limit", "x")]
    [InlineData("--port must be a whole number, not \"1.5\".", "sandbox", "--port", "1.5")]
    [InlineData("--port must be 0 to 65535.", "sandbox", "--port", "70000")]
    [InlineData("\"limit\" must be a whole number from 1 to 200.", "talks", "list", "--limit", "0")]
    public async Task A_mistake_is_said_in_words_as_text_and_as_json(string sentence, params string[] args)
    {
        using var cli = new CliRun();
        Assert.Contains(sentence, (await cli.RunAsync(args)).Error, StringComparison.Ordinal);
        var json = await cli.RunAsync([.. args, "--json"]);
        Assert.Contains(sentence, JsonDocument.Parse(json.Error).RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string[]> Paths(Command command, string[] path)
        => command.Subcommands.Count == 0 ? [path] : command.Subcommands.SelectMany(each => Paths(each, [.. path, each.Name]));

    [Fact]
    public async Task An_unexpected_failure_is_one_sentence_and_its_trace_only_on_request()
    {
        var quiet = await FailAsync();
        var verbose = await FailAsync("--verbose");

        Assert.Equal(ExitCode.Failed, quiet.ExitCode);
        Assert.Equal("error: Something unexpected happened: Something odd. (--verbose shows where)", quiet.Error.Trim());
        Assert.Contains(nameof(An_unexpected_failure_is_one_sentence_and_its_trace_only_on_request), verbose.Error, StringComparison.Ordinal);

        static async Task<CliAnswer> FailAsync(params string[] args)
        {
            using var cli = new CliRun();
            using var stop = new StopRequests();
            await using var error = new StringWriter();
            var globals = new GlobalOptions();
            var context = new CliContext(globals, ReelwayCli.Product, cli.Surroundings(stop, TextWriter.Null, error));
            var verb = context.Verb("fail", "Fails.", "fail", [], _ => throw new InvalidOperationException("Something odd.\nSecond line."));
            globals.AddTo(verb);
            return new CliAnswer(await verb.Parse(args).InvokeAsync(null, TestContext.Current.CancellationToken), string.Empty, error.ToString());
        }
    }

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(one => Below(one).Prepend(one));

    /// <summary>The words of an example without the program's name.</summary>
    private static string[] Words(string example)
        => [.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(example).Skip(1)];
}
