using System.CommandLine;
using System.Text.Json;
using Reelway.Frame.Operations;

namespace Reelway.Frame.Cli;

/// <summary>What commands are built with. A part of the product adds its commands by one method that takes this.</summary>
internal sealed class CliContext(GlobalOptions globals, CliProduct product, CliSurroundings surroundings)
{
    private readonly Dictionary<Command, string[]> _examples = [];

    /// <summary>The option of commands that listen.</summary>
    public Option Urls => globals.Urls;

    /// <summary>The examples of a command, as its help shows them.</summary>
    public IReadOnlyList<string> ExamplesOf(Command command) => _examples.GetValueOrDefault(command) ?? [];

    /// <summary>A command that only holds others: <c>run</c>.</summary>
    public static Command Noun(string name, string help, params Command[] verbs)
    {
        var noun = new Command(name, help);
        foreach (var verb in verbs)
        {
            noun.Add(verb);
        }

        return noun;
    }

    /// <summary>A command that only asks for an operation and shows the answer.</summary>
    /// <param name="operands">Those of the operation, in order.</param>
    /// <inheritdoc cref="Verb(string, string, string, Symbol[], Func{CliCall, Task{int}})"/>
    public Command Verb(Operation operation, string name, string help, string examples, Argument<string>[] operands, Action<CliText, JsonElement> forPeople)
        => Verb(name, help, examples, [.. operands], call => call.ShowAsync(operation, forPeople, [.. operands.Select(call.Value)]));

    /// <summary>A command that does something: <c>list</c>.</summary>
    /// <param name="help">One sentence.</param>
    /// <param name="examples">Whole command lines, a line each; every command has one.</param>
    /// <param name="symbols">Its own arguments and options, in order.</param>
    /// <param name="action">Does it and answers the exit code; a <see cref="CliException"/> ends it with a sentence.</param>
    public Command Verb(string name, string help, string examples, Symbol[] symbols, Func<CliCall, Task<int>> action)
    {
        var verb = new Command(name, help);
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    verb.Add(argument);
                    break;
                case Option option:
                    verb.Add(option);
                    break;
                default:
                    throw new ArgumentException($"{symbol.Name} is neither an argument nor an option.", nameof(symbols));
            }
        }

        _examples[verb] = examples.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        verb.SetAction(async (parse, cancellation) =>
        {
            await using var call = new CliCall(parse, globals, product, surroundings, cancellation);
            return await call.RunAsync(action);
        });
        return verb;
    }
}
