using System.CommandLine;
using Reelway.Hosting;
using Reelway.Hosting.Cli;

namespace Reelway.Tests.Hosting.Cli;

public sealed class ReelwayCliTests
{
    [Theory]
    [InlineData("run lst", "Unrecognized command or argument 'lst'.", "See: reelway run --help")]
    [InlineData("run show", "Required argument 'id' missing for command:", "See: reelway run show --help")]
    [InlineData("run list --limit many", "Cannot parse argument 'many' for option '--limit'", "See: reelway run list --help")]
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
    public void Every_command_says_what_it_does_and_has_an_example()
    {
        using var cli = new CliRun();
        using var stop = new StopRequests();
        var globals = new GlobalOptions();
        var context = new CliContext(globals, cli.Surroundings(stop, TextWriter.Null, TextWriter.Null));
        var root = ReelwayCli.Build(context, globals);

        var verbs = Below(root).Where(command => command.Subcommands.Count == 0).ToList();

        Assert.True(verbs.Count > 8);
        Assert.All(Below(root), command => Assert.False(string.IsNullOrEmpty(command.Description), command.Name));
        Assert.All(verbs, verb => Assert.NotEmpty(context.ExamplesOf(verb)));
        Assert.All(verbs.SelectMany(verb => context.ExamplesOf(verb)), example => Assert.Empty(root.Parse(Words(example)).Errors));
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
    public async Task An_unexpected_failure_is_one_sentence_and_its_trace_only_on_request()
    {
        var quiet = await FailAsync();
        var verbose = await FailAsync("--verbose");

        Assert.Equal(ExitCode.Failed, quiet.ExitCode);
        Assert.Equal("error: Something odd. (--verbose shows where)", quiet.Error.Trim());
        Assert.Contains(nameof(An_unexpected_failure_is_one_sentence_and_its_trace_only_on_request), verbose.Error, StringComparison.Ordinal);

        static async Task<CliAnswer> FailAsync(params string[] args)
        {
            using var cli = new CliRun();
            using var stop = new StopRequests();
            await using var error = new StringWriter();
            var globals = new GlobalOptions();
            var context = new CliContext(globals, cli.Surroundings(stop, TextWriter.Null, error));
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
