using System.CommandLine;
using System.Text.Json;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Operations;
using Reelway.Media;

namespace Reelway.Frame.Cli;

/// <summary>One command being carried out.</summary>
internal sealed class CliCall : IAsyncDisposable
{
    private readonly ParseResult _parse;
    private readonly GlobalOptions _globals;
    private readonly CliProduct _product;
    private ApiAccess? _access;
    private Settings? _settings;

    public CliCall(ParseResult parse, GlobalOptions globals, CliProduct product, CliSurroundings surroundings, CancellationToken cancellation)
    {
        _parse = parse;
        _globals = globals;
        _product = product;
        Surroundings = surroundings;
        Cancellation = cancellation;
        var format = Value(globals.Json) ? OutputFormat.Json : Value(globals.Output) ?? OutputFormat.Table;
        var colored = surroundings.OutIsTerminal && !Value(globals.NoColor)
            && string.IsNullOrEmpty(surroundings.Variables.GetValueOrDefault("NO_COLOR"))
            && surroundings.Variables.GetValueOrDefault("TERM") is not (null or "dumb");
        Console = new CliConsole(surroundings, format, Value(globals.Quiet), Value(globals.Verbose), colored, WithoutSecrets);
    }

    /// <summary>What the command says and shows.</summary>
    public CliConsole Console { get; }

    /// <summary>The process that it runs in.</summary>
    public CliSurroundings Surroundings { get; }

    /// <summary>Cancelled by the first Ctrl-C.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>True when the user has agreed to everything beforehand.</summary>
    public bool SaysYes => Value(_globals.Yes);

    /// <summary>The configuration; the command ends with all problems when it can't be used.</summary>
    public Settings Settings => _settings ?? UsableSettings();

    /// <summary>An option's value.</summary>
    public T? Value<T>(Option<T> option) => _parse.GetValue(option);

    /// <summary>An argument's value.</summary>
    public T Value<T>(Argument<T> argument) => _parse.GetRequiredValue(argument);

    /// <summary>An argument that may be left out.</summary>
    public T? Optional<T>(Argument<T?> argument) => _parse.GetValue(argument);

    /// <summary>A file that a person has named, as an absolute path.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, Surroundings.WorkingDirectory);

    /// <summary>The API: that of the server named, of the one that has the data directory, or of this process for the time of the command.</summary>
    public async Task<ApiClient> ApiAsync()
    {
        var server = Value(_globals.Server) ?? Surroundings.Variables.GetValueOrDefault("REELWAY_SERVER");
        var key = Value(_globals.ApiKey) ?? Surroundings.Variables.GetValueOrDefault("REELWAY_API_KEY");
        _access ??= string.IsNullOrEmpty(server)
            ? await _product.OpenHere(Settings, Console, Surroundings, Cancellation)
            : ApiAccess.OfServer(server, key);
        return _access.Client;
    }

    /// <summary>True when no run can move as long as this command lasts, because it has the store for itself.</summary>
    public bool KeepsOthersOut => _access?.KeepsOthersOut == true;

    /// <summary>True when this process answers itself: where it listens nobody else gets anything.</summary>
    public bool AnswersItself => _access?.IsOwn == true;

    /// <summary>Asks for an operation; the answer is as the server wrote it, so that nothing of a newer one gets lost.</summary>
    public async Task<JsonElement> AskAsync(Operation operation, params IReadOnlyList<string> operands)
        => await (await ApiAsync()).AskAsync(operation, operation.At(operands), body: null, Cancellation);

    /// <inheritdoc cref="AskAsync(Operation, IReadOnlyList{string})"/>
    public async Task<JsonElement> AskAsync<TBody, TAnswer>(Operation<TBody, TAnswer> operation, TBody body, params IReadOnlyList<string> operands)
        where TBody : class
        => await (await ApiAsync()).AskAsync(operation, operation.At(operands), body, Cancellation);

    /// <summary>Asks for an operation and shows the answer.</summary>
    public async Task<int> ShowAsync(Operation operation, Action<CliText, JsonElement> forPeople, params IReadOnlyList<string> operands)
        => Show(await AskAsync(operation, operands), forPeople);

    /// <inheritdoc cref="ShowAsync(Operation, Action{CliText, JsonElement}, IReadOnlyList{string})"/>
    public async Task<int> ShowAsync<TBody, TAnswer>(
        Operation<TBody, TAnswer> operation, TBody body, Action<CliText, JsonElement> forPeople, params IReadOnlyList<string> operands)
        where TBody : class
        => Show(await AskAsync(operation, body, operands), forPeople);

    /// <summary>Shows what the API answered.</summary>
    public int Show(JsonElement data, Action<CliText, JsonElement> forPeople)
    {
        Console.Show(data, text => forPeople(text, data));
        return ExitCode.Ok;
    }

    /// <summary>Goes on once a person has agreed.</summary>
    public Task<int> WhenConfirmedAsync(string question, Func<Task<int>> action)
        => Console.Confirm(question, SaysYes) ? action() : Task.FromResult(ExitCode.Failed);

    /// <summary>Shows what the API answered.</summary>
    public void Show(JsonElement data, Action<CliText> forPeople) => Console.Show(data, forPeople);

    /// <summary>Reads the configuration whatever is wrong with it, for commands that speak about just that.</summary>
    public Settings LoadSettings() => new SettingsLoader(_product.Catalog).Load(new SettingsRequest(
        Surroundings.WorkingDirectory, Surroundings.Variables, Value(_globals.Config), Value(_globals.Env))
    {
        CommandLine = [.. CommandLineSettings()],
    });

    /// <summary>Carries the command out and turns every ending into an exit code and a sentence.</summary>
    public async Task<int> RunAsync(Func<CliCall, Task<int>> action)
    {
        try
        {
            var exitCode = await action(this);
            Console.End(exitCode);
            return exitCode;
        }
        catch (CliException end)
        {
            Console.Fail(end.Message);
            Console.End(end.ExitCode, end.Code, end.InnerException);
            return end.ExitCode;
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            Console.Say("Stopped.");
            return ExitCode.Interrupted;
        }
        catch (IOException full) when (MediaException.IsDiskFull(full))
        {
            Console.Fail($"The disk is full: {ExceptionWords.Of(full)}. Free some space, then repeat the command.");
            Console.End(ExitCode.Unusable, details: full);
            return ExitCode.Unusable;
        }
        catch (Exception unexpected)
        {
            Console.Fail($"Something unexpected happened: {ExceptionWords.Of(unexpected)}.{(Console.IsVerbose ? string.Empty : " (--verbose shows where)")}");
            Console.End(ExitCode.Failed, details: unexpected);
            return ExitCode.Failed;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_access is not null)
        {
            await _access.DisposeAsync();
        }
    }

    private IEnumerable<CommandLineSetting> CommandLineSettings()
    {
        if (Value(_globals.Data) is { } data)
        {
            yield return new("data.directory", data, "--data");
        }

        if (_parse.GetResult(_globals.Urls) is not null && Value(_globals.Urls) is { } urls)
        {
            yield return new("server.urls", urls, "--urls");
        }

        foreach (var text in Value(_globals.Set) ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            yield return equals > 0
                ? new CommandLineSetting(text[..equals].Trim(), text[(equals + 1)..], "--set")
                : throw new CliException(ExitCode.Usage, $"--set {text}: write it as KEY=VALUE.");
        }
    }

    private Settings UsableSettings()
    {
        _settings = LoadSettings();
        foreach (var warning in _settings.Problems.Where(problem => !problem.IsError))
        {
            Console.Warn(warning.ToString());
        }

        var errors = _settings.Problems.Where(problem => problem.IsError).ToList();
        if (errors.Count == 0)
        {
            Console.Detail(_settings.File is null ? "No reelway.yaml here; the defaults hold." : $"Configuration: {_settings.File}");
            return _settings;
        }

        foreach (var error in errors.SkipLast(1))
        {
            Console.Fail(error.ToString());
        }

        throw new CliException(ExitCode.Unusable, errors[^1].ToString());
    }

    private string WithoutSecrets(string text) => _settings?.Secrets.Clean(text) ?? text;
}
