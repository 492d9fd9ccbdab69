using System.Diagnostics;
using Reelway.Frame.Cli;
using Reelway.Hosting.Cli;

namespace Reelway.Tests.Hosting.Cli;

public sealed class CommandCompletionTests
{
    [Theory]
    [InlineData("0 he", "help")]
    [InlineData("1 run ca", "cancel")]
    [InlineData("1 talks sub", "submit")]
    [InlineData("2 run list --ste", "")]
    [InlineData("2 run list --sta", "--state")]
    [InlineData("2 run list --serv", "--server")]
    [InlineData("3 run list --state needs", "needs-attention")]
    [InlineData("5 run list --state failed --output j", "json")]
    [InlineData("2 run list --output=j", "--output=json")]
    [InlineData("4 run list --output = j", "json")]
    [InlineData("3 run list --output =", "ids json table yaml")]
    [InlineData("4 run decide run_1 mail:ada s", "send-again sent")]
    [InlineData("1 completion", "bash fish pwsh zsh")]
    [InlineData("2 media cut rec", "")]
    [InlineData("3 run list --limit 5", "")]
    [InlineData("9 run", "")]
    [InlineData("many run", "")]
    public async Task A_word_is_completed_by_what_may_stand_there(string question, string answer)
    {
        using var cli = new CliRun();

        var found = await cli.RunAsync([CompletionCommand.Question, .. question.Split(' ')]);

        Assert.Equal((ExitCode.Ok, answer), (found.ExitCode, found.Out.ReplaceLineEndings(" ").TrimEnd()));
    }

    [Fact]
    public async Task Bash_asks_with_the_words_that_were_typed_and_takes_the_answer_as_it_is()
    {
        var script = CompletionCommand.Script("bash")
            + "reelway() { printf '%s\\n' \"$@\" 'a b'; }; COMP_WORDS=(reelway run 'show it' li) COMP_CWORD=3; _reelway; printf '%s|' \"${COMPREPLY[@]}\"";
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;

        var answer = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, $"{CompletionCommand.Question}|2|run|show it|li|a b|"), (bash.ExitCode, answer));
    }

    [Theory]
    [InlineData("bash", "complete -o bashdefault -o default -F _reelway reelway")]
    [InlineData("zsh", "#compdef reelway")]
    [InlineData("fish", "complete --command reelway")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName reelway")]
    public async Task Each_shell_has_a_script_that_asks_the_program(string shell, string line)
    {
        using var cli = new CliRun();

        var script = await cli.RunAsync("completion", shell);

        Assert.Equal(ExitCode.Ok, script.ExitCode);
        Assert.Contains(line, script.Out, StringComparison.Ordinal);
        Assert.Contains($" {CompletionCommand.Question} ", script.Out, StringComparison.Ordinal);
    }
}
