using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Reelway.Engine.Analyzers.Tests;

public sealed class FlowBodyAnalyzerTests
{
    private static readonly IReadOnlyList<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    [Theory]
    [InlineData("_ = DateTime.UtcNow;", "DateTime.UtcNow", "run.NowAsync")]
    [InlineData("_ = DateTimeOffset.Now;", "DateTimeOffset.Now", "run.NowAsync")]
    [InlineData("_ = TimeProvider.System.GetUtcNow();", "TimeProvider.GetUtcNow", "run.NowAsync")]
    [InlineData("_ = System.Diagnostics.Stopwatch.GetTimestamp();", "Stopwatch.GetTimestamp", "run.NowAsync")]
    [InlineData("_ = Guid.NewGuid();", "Guid.NewGuid", "run.NewIdAsync")]
    [InlineData("_ = new Random().Next();", "Random", "run.RandomAsync")]
    [InlineData("await Task.Delay(5);", "Task.Delay", "run.DelayAsync")]
    [InlineData("await Task.Run(() => 5);", "Task.Run", "run.ParallelAsync")]
    [InlineData("await Task.CompletedTask.ConfigureAwait(false);", "Task.ConfigureAwait", "leave it out")]
    [InlineData("await Task.FromResult(1).ConfigureAwait(false);", "Task.ConfigureAwait", "leave it out")]
    [InlineData("_ = System.IO.File.ReadAllText(input);", "File.ReadAllText", "in a step")]
    [InlineData("using var client = new System.Net.Http.HttpClient();", "HttpClient", "in a step")]
    [InlineData("System.Diagnostics.Process.Start(input);", "Process.Start", "in a step")]
    [InlineData("Console.WriteLine(input);", "Console.WriteLine", "in a step")]
    [InlineData("Func<Guid> make = Guid.NewGuid; _ = make();", "Guid.NewGuid", "run.NewIdAsync")]
    [InlineData("await Task.WhenAll(new[] { 1 }.Select(one => Task.Delay(one)));", "Task.Delay", "run.DelayAsync")]
    [InlineData("await run.StepAsync($\"step {DateTime.Now.Ticks}\", _ => Task.CompletedTask);", "DateTime.Now", "run.NowAsync")]
    [InlineData(
        "await run.ForEachAsync<string, string, string>(\"each\", [input], item => item, \"child\", item => item + Guid.NewGuid());", "Guid.NewGuid", "run.NewIdAsync")]
    public async Task What_answers_differently_at_a_replay_is_refused_in_a_flow(string code, string name, string remedy)
    {
        var found = (await JudgeAsync(InFlow(code))).First(one => Sentence(one).StartsWith(name + " ", StringComparison.Ordinal));

        Assert.Equal(("RW0001", DiagnosticSeverity.Error), (found.Id, found.Severity));
        Assert.Contains(remedy, Sentence(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("await run.StepAsync(\"step\", async step => { await Task.Delay(5); return DateTime.UtcNow; });")]
    [InlineData("await run.StepAsync(\"step\", step => Task.FromResult(Guid.NewGuid()));")]
    [InlineData("await run.StepAsync(\"step\", step => Task.Run(() => System.IO.File.ReadAllText(input)));")]
    [InlineData("await run.OnceAsync(\"step\", _ => { Console.WriteLine(input); return Task.CompletedTask; });")]
    [InlineData("await run.ParallelAsync([(\"a\", step => Task.FromResult(Guid.NewGuid())), (\"b\", step => Task.FromResult(Guid.Empty))]);")]
    [InlineData("run.OnCancel(\"undo\", step => Task.Delay(5, step.Cancellation));")]
    [InlineData("await run.StepAsync(\"step\", BodyAsync);")]
    [InlineData("var due = await run.NowAsync(\"now\") + TimeSpan.FromHours(1); await run.SleepUntilAsync(\"slot\", due);")]
    [InlineData("_ = System.IO.Path.Combine(input, \"a\"); await Task.WhenAll(run.NowAsync(\"a\"), run.NowAsync(\"b\"));")]
    public async Task What_stands_in_a_steps_body_and_what_only_computes_passes(string code)
        => Assert.Empty(await JudgeAsync(InFlow(code)));

    [Fact]
    public async Task What_is_no_flow_is_not_judged()
        => Assert.Empty(await JudgeAsync("using System; class Other { public DateTime Now => DateTime.UtcNow; }"));

    [Fact]
    public async Task A_method_beside_the_flow_is_judged_like_the_flow()
    {
        var found = await JudgeAsync(InFlow("_ = Stamp();", "private static long Stamp() => DateTime.UtcNow.Ticks;"));

        Assert.Contains(found, one => Sentence(one).StartsWith("DateTime.UtcNow ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("if (settings.Value > 5) { await run.SkipAsync(\"a\", \"b\"); }", "settings")]
    [InlineData("await run.DelayAsync(\"wait\", TimeSpan.FromDays(settings.Value));", "settings")]
    [InlineData("_ = _held.Value;", "_held")]
    [InlineData("_ = Own;", "Own")]
    [InlineData("await run.StepAsync(\"a\" + settings.Value, _ => Task.CompletedTask);", "settings")]
    public async Task What_a_flow_was_made_with_decides_nothing_between_its_steps(string code, string name)
    {
        var found = await JudgeAsync(InFlow(code, Made, "(Lazy<int> settings)"));

        Assert.StartsWith($"{name} answers differently", Sentence(Assert.Single(found)), StringComparison.Ordinal);
        Assert.Contains("in a step", Sentence(found[0]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var days = await run.StepAsync(\"days\", step => Task.FromResult(settings.Value)); await run.DelayAsync(\"wait\", TimeSpan.FromDays(days));")]
    [InlineData("await run.StepAsync(\"step\", DoAsync);")]
    [InlineData("_ = await run.PollAsync<string>(\"ask\", step => new PollTimes(TimeSpan.FromDays(settings.Value), TimeSpan.FromDays(Own)), step => Task.FromResult<string?>(input));")]
    public async Task What_a_flow_was_made_with_is_for_its_steps(string code)
        => Assert.Empty(await JudgeAsync(InFlow(code, Made, "(Lazy<int> settings)")));

    private const string Made = """
        private readonly Lazy<int> _held = settings;
        private int Own { get; } = settings.Value;
        private Task DoAsync(IStep step) => Task.WhenAll(new[] { 1 }.Select(one => Task.FromResult(one + _held.Value + settings.Value)));
        """;

    private static string Sentence(Diagnostic found) => found.GetMessage(CultureInfo.InvariantCulture);

    private static string InFlow(string code, string beside = "", string made = "") => $$"""
        using System; using System.Linq; using System.Threading.Tasks; using Reelway.Engine;
        [Flow("sample")]
        class Sample{{made}} : IFlow<string, string>
        {
            public async Task<string> RunAsync(string input, IRun run)
            {
                {{code}}
                await run.StepAsync("last", _ => Task.CompletedTask);
                return input;
            }

            private static async Task<DateTime> BodyAsync(IStep step) { await Task.Delay(1); return DateTime.UtcNow; }
            {{beside}}
        }
        """;

    private static async Task<ImmutableArray<Diagnostic>> JudgeAsync(string code)
    {
        var compilation = CSharpCompilation.Create(
            "sample", [CSharpSyntaxTree.ParseText(code, cancellationToken: TestContext.Current.CancellationToken)], References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), one => one.Severity == DiagnosticSeverity.Error);
        return await compilation.WithAnalyzers([new FlowBodyAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }
}
