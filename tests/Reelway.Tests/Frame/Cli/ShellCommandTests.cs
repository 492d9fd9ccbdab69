using System.Diagnostics;
using System.Text;
using Reelway.Engine;
using Reelway.Frame.Cli;
using Reelway.Tests.Frame.Web;
using Reelway.Tests.Hosting.Cli;
using Reelway.Tests.Runs;

namespace Reelway.Tests.Frame.Cli;

public sealed class ShellCommandTests
{
    private static readonly string[] Nasty =
    [
        "'", "\"", "`touch x`", "$(touch x)", "$HOME", "\\", "\n", "\n\n", "\t", "\r", "\e]0;x\a", "\u0003", "\u0015", " ", "-", "--", "-rf", "~", "*", "?", "[a]",
        "{a,b}", "!", "!!", "#", "&", "&&", "|", ";", "<", ">", "(", ")", "%", "%s", "^", "=", "\u202E", "\u2066", "\u200B", "\uFEFF", "\u2028", "\u00A0", "\u0085",
        "a", "ada@example.org", "ß", "日本", "🎬", "👩‍💻", "\\n", "\\033", "$'", "'\\''", "\uE000", "012",
    ];

    [Theory]
    [InlineData("sh")]
    [InlineData("bash")]
    public async Task A_shell_reads_any_text_as_the_one_word_that_it_was(string shell)
    {
        // The same texts every time, so that a failure comes again.
        var random = new Random(12);
        List<string> texts =
        [
            "", .. Nasty,
            .. Enumerable.Range(0, 400).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Nasty[random.Next(Nasty.Length)]))),
            .. Enumerable.Range(0, 400).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => (char)random.Next(1, 256)))),
        ];
        var script = string.Concat(texts.Select(text => $"printf '%s\\0' {ShellCommand.Word(text)}\n"));

        var (read, error) = await RunAsync(shell, script);

        Assert.Equal("", error);
        Assert.Equal(texts, read.Split('\0')[..^1]);
    }

    [Fact]
    public void A_shown_command_holds_nothing_that_a_terminal_obeys_or_that_turns_letters_round()
    {
        var word = ShellCommand.Word("mail:\u202Emoc.live@ada\u0003\nrm -r x\u200B");

        Assert.Equal("""'mail:'"$(printf '\342\200\256')"'moc.live@ada'"$(printf '\003\012\162')"'m -r x'"$(printf '\342\200\213')" """.TrimEnd(), word);
    }

    [Theory]
    [InlineData("run_06agn9k2w4008", "run_06agn9k2w4008")]
    [InlineData("mail:ada@example.org", "mail:ada@example.org")]
    [InlineData("Owls: why?", "'Owls: why?'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("a\0b", "'a\uFFFDb'")]
    [InlineData("", "''")]
    public void A_plain_word_stays_as_it_is(string text, string word) => Assert.Equal(word, ShellCommand.Word(text));

    [Fact]
    public async Task A_name_that_begins_like_an_option_reaches_the_command_as_a_name()
    {
        await using var server = await WebServer.StartAsync(TestContext.Current.CancellationToken);
        using var cli = new CliRun();
        const string Step = "--json";
        server.Runs.Add(SampleRuns.Run(1, RunState.NeedsAttention, steps: [SampleRuns.Step(Step, StepState.NeedsAttention, decidable: true)]));
        var line = ShellCommand.Reelway("run decide", "run_0000000000001", Step, "sent");

        Assert.Equal("reelway run decide run_0000000000001 -- --json sent", line);
        await cli.RunAsync(["run", "decide", "--server", server.Address.ToString(), .. line.Split(' ')[3..]]);
        Assert.Equal(["decide run_0000000000001 --json Sent"], server.Runs.Asked);
    }

    private static async Task<(string Out, string Error)> RunAsync(string shell, string script)
    {
        using var process = Process.Start(new ProcessStartInfo(shell, "-s")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        })!;
        var read = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(script);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (await read, await error);
    }
}
