using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Reelway.Hosting.Setup.Scheduler;

/// <summary>Finds the secret that the old deployment's template makes.</summary>
internal static class SecretName
{
    private const string StackName = "${AWS::StackName}";

    /// <summary>The secrets of a template, each with its logical id and its name; the name is null where CloudFormation makes one up, or it can't be known from here.</summary>
    /// <exception cref="FormatException">It is no template; the message is a sentence.</exception>
    public static IReadOnlyList<(string Id, string? Name)> Find(string template, string? stack)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(template));
        }
        catch (YamlException problem)
        {
            throw new FormatException($"Line {problem.Start.Line} is no YAML.", problem);
        }

        return yaml.Documents is [{ RootNode: YamlMappingNode root }, ..] && Child(root, "Resources") is YamlMappingNode resources
            ? [.. from one in resources.Children
                  let resource = one.Value as YamlMappingNode
                  where resource is not null && Text(Child(resource, "Type")) == "AWS::SecretsManager::Secret"
                  select (one.Key.ToString(), NameOf(Child(resource, "Properties") as YamlMappingNode, stack))]
            : [];
    }

    private static string? NameOf(YamlMappingNode? properties, string? stack)
    {
        var name = properties is null ? null : Child(properties, "Name");
        var text = Text(name) ?? Text(name is YamlMappingNode sub ? Child(sub, "Fn::Sub") : null);
        text = stack is null ? text : text?.Replace(StackName, stack, StringComparison.Ordinal);
        return text is { Length: > 0 } && !text.Contains("${", StringComparison.Ordinal) ? text : null;
    }

    private static YamlNode? Child(YamlMappingNode of, string name) => of.Children.FirstOrDefault(child => Text(child.Key) == name).Value;

    // A name by !Ref is another resource's, and no text of its own; one by !Sub is.
    private static string? Text(YamlNode? node) => node is YamlScalarNode scalar && (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific || scalar.Tag.Value is "!Sub") ? scalar.Value : null;
}
