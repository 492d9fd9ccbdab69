using System.Text;
using Reelway.Frame;
using Reelway.Frame.Cli;
using Reelway.Media;

namespace Reelway.Hosting.Setup.Scheduler;

/// <summary>Turns the deployment of the old post scheduler into a configuration, and says of each key what became of it.</summary>
internal sealed class SchedulerImport(string folder, StartingSettings settings)
{
    private const string ConfigFile = "samconfig.toml";
    private const string UsualEnvironment = "default";
    private const int LargestFileBytes = 1024 * 1024;

    private static readonly string[] TemplateFiles = ["template.yaml", "template.yml"];

    // Of X's page, however the stack's parameters are called before them.
    private static readonly (string End, string Setting)[] Keys =
        [("apikeysecret", "api_key_secret"), ("apikey", "api_key"), ("accesstokensecret", "access_token_secret"), ("accesstoken", "access_token")];

    private readonly ImportReport _report = new();

    /// <summary>Every key with what became of it.</summary>
    public IReadOnlyList<ImportedField> Told => _report.Fields;

    /// <summary>Name of the secret with X's keys; null when it is not known.</summary>
    public string? Secret { get; private set; }

    /// <summary>Takes over what the folder says.</summary>
    /// <exception cref="FormatException">There is no such deployment in it; the message is a sentence.</exception>
    public void Run()
    {
        var all = SamConfig();
        var environments = all.Select(one => one.Environment).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var environment = environments.Contains(UsualEnvironment) ? UsualEnvironment : environments is [var only] ? only
            : throw new FormatException($"{ConfigFile} has the environments {string.Join(", ", environments)} and none is called {UsualEnvironment}: leave the one to be taken over.");
        foreach (var one in all)
        {
            Take(one, environment);
        }

        TakeSecret(all.LastOrDefault(one => one.Key == "stack_name" && one.Environment == environment)?.Values[0]);
        settings.Set("x", "connections", "x", "connector");
        settings.Set("twitter", "posts", "accounts", "twitter", "platform");
        settings.Set("x", "posts", "accounts", "twitter", "connection");
        settings.Set("8m", "posts", "window");
    }

    private void Take(SamSetting one, string environment)
    {
        var value = string.Join(' ', one.Values);
        var field = ForeignField.OfText(one.Key, $"{ConfigFile}:{one.Line}", value);
        switch (one.Key)
        {
            case "version" when one.Table.Count == 0:
                _report.Refuse(field, "is the version of the file, which nothing here needs.");
                break;
            case var _ when one.Environment != environment:
                _report.Refuse(field, $"belongs to {string.Join('.', one.Table)}; what was taken over is {environment}.");
                break;
            case "parameter_overrides":
                TakeParameters(one);
                break;
            case "region" when _report.TakenFrom("connections.aws.region") is { } earlier:
                _report.Refuse(field, $"connections.aws.region was already taken from {earlier}.");
                break;
            case "region" when value.Length > 0:
                settings.Set(value, "connections", "aws", "region");
                _report.Accept(field, "connections.aws.region");
                break;
            case "stack_name":
                _report.Refuse(field, "names the old stack; the one of \"reelway posts template\" gets a name of its own.");
                break;
            case "profile":
                _report.Refuse(field, "names credentials of AWS's own tools: run the server with AWS_PROFILE set, or give connections.aws an access key.");
                break;
            default:
                _report.Refuse(field, "is about how the old stack is built and deployed, which nothing here needs.");
                break;
        }
    }

    private void TakeParameters(SamSetting one)
    {
        foreach (var (name, value) in Parameters(one.Values))
        {
            var field = ForeignField.OfText(name, $"{ConfigFile}:{one.Line}", value);
            var plain = new string([.. name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
            var setting = Keys.FirstOrDefault(key => plain.EndsWith(key.End, StringComparison.Ordinal)).Setting;
            if (plain.EndsWith("bearertoken", StringComparison.Ordinal))
            {
                _report.Refuse(field, "is not needed: posts are signed with the four other keys.");
            }
            else if (setting is null)
            {
                _report.Refuse(field, "is not known as a parameter of the scheduler; set what it stood for by hand.");
            }
            else if (value.Length == 0 || value.All(letter => letter == '*'))
            {
                _report.Refuse(field, "is not written out here; the login below takes the keys from their secret.");
            }
            else if (_report.TakenFrom($"connections.x.{setting}") is { } earlier)
            {
                _report.Refuse(field, $"connections.x.{setting} was already taken from {earlier}; keep one of the two.");
            }
            else
            {
                settings.SetSecret($"X_{setting.ToUpperInvariant()}", value, "connections", "x", setting);
                _report.Change(field, $"connections.x.{setting}", $"the value is a secret, so it lies in .env as X_{setting.ToUpperInvariant()}.");
            }
        }
    }

    private void TakeSecret(string? stack)
    {
        foreach (var file in TemplateFiles.Where(file => File.Exists(Path.Combine(folder, file))))
        {
            try
            {
                foreach (var (id, name) in SecretName.Find(Text(file), stack))
                {
                    Secret ??= name;
                    var field = ForeignField.OfText(id, file, name ?? "");
                    if (name is null)
                    {
                        _report.Refuse(field, $"is a secret whose name CloudFormation has made: it begins with {ShownText.Name(stack ?? "the stack's name")}; \"aws secretsmanager list-secrets\" says it.");
                    }
                    else
                    {
                        _report.Change(field, "connections.x", $"its keys are taken over by: {ShellCommand.Reelway("connections login x --from-secret", name)}");
                    }
                }
            }
            catch (FormatException problem)
            {
                _report.Refuse(ForeignField.OfText("(file)", file, ""), problem.Message);
            }
        }
    }

    private IReadOnlyList<SamSetting> SamConfig()
    {
        if (!File.Exists(Path.Combine(folder, ConfigFile)))
        {
            throw new FormatException($"{folder} has no {ConfigFile}; name the folder that the old scheduler was deployed from.");
        }

        try
        {
            return SamConfigReader.Read(Text(ConfigFile));
        }
        catch (FormatException problem)
        {
            throw new FormatException($"{ConfigFile}: {problem.Message}", problem);
        }
    }

    private string Text(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(NamedFile.Read(Path.Combine(folder, file), LargestFileBytes));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{file} can't be read: {problem.Message}", problem);
        }
    }

    // Name=value and Name="a value", as the SAM CLI writes them; ParameterKey=Name,ParameterValue=value as the AWS CLI does.
    private static IEnumerable<(string Name, string Value)> Parameters(IReadOnlyList<string> values)
    {
        foreach (var word in values.SelectMany(Words))
        {
            var pair = (word.StartsWith("ParameterKey=", StringComparison.Ordinal) ? word["ParameterKey=".Length..].Replace(",ParameterValue=", "=", StringComparison.Ordinal) : word).Split('=', 2);
            yield return (pair[0], pair.Length == 2 ? pair[1] : "");
        }
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        var quote = '\0';
        for (var at = 0; at <= text.Length; at++)
        {
            var letter = at < text.Length ? text[at] : ' ';
            if (at == text.Length || (quote == '\0' && char.IsWhiteSpace(letter)))
            {
                if (word.Length > 0)
                {
                    yield return word.ToString();
                    word.Clear();
                }
            }
            else if (letter == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\\')
            {
                word.Append(text[++at]);
            }
            else if (letter == quote || (quote == '\0' && letter is '"' or '\''))
            {
                quote = quote == '\0' ? letter : '\0';
            }
            else
            {
                word.Append(letter);
            }
        }
    }
}
