using Reelway.Posts.MovingIn;
using YamlDotNet.RepresentationModel;

namespace Reelway.Tests.Posts;

public sealed class AwsTemplateTests
{
    private readonly YamlMappingNode _resources = (YamlMappingNode)Read()["Resources"];

    [Fact]
    public void Every_name_that_the_template_refers_to_is_one_of_its_resources_or_parameters()
    {
        var known = _resources.Children.Keys.Concat(((YamlMappingNode)Read()["Parameters"]).Children.Keys).Select(name => ((YamlScalarNode)name).Value!).ToHashSet(StringComparer.Ordinal);
        var named = Scalars(Read()).Where(scalar => !scalar.Tag.IsEmpty && scalar.Tag.Value is "!Ref" or "!GetAtt").Select(scalar => scalar.Value!.Split('.')[0]).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    [Fact]
    public void Only_the_rule_may_send_to_the_queue_and_the_user_may_only_read_it_and_announce()
    {
        var statement = Statements("PostEventsPolicy", "PolicyDocument").Single();
        Assert.Equal(("events.amazonaws.com", "sqs:SendMessage", "PostEventsRule.Arn"), (Text(statement["Principal"]["Service"]), Text(statement["Action"]), Text(statement["Condition"]["ArnEquals"]["aws:SourceArn"])));

        var policy = (YamlMappingNode)((YamlSequenceNode)_resources["ReelwayUser"]["Properties"]["Policies"]).Children.Single();
        var actions = ((YamlSequenceNode)policy["PolicyDocument"]["Statement"]).Children.SelectMany(one => one["Action"] is YamlSequenceNode many ? many.Children.Select(Text) : [Text(one["Action"])]);
        Assert.Equal(["events:PutEvents", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], actions.Order());
        Assert.DoesNotContain(Scalars(Read()), scalar => scalar.Value == "*");
    }

    private IEnumerable<YamlNode> Statements(string resource, string document) => ((YamlSequenceNode)_resources[resource]["Properties"][document]["Statement"]).Children;

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static IEnumerable<YamlScalarNode> Scalars(YamlNode node) => node.AllNodes.OfType<YamlScalarNode>();

    private static YamlNode Read()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(AwsTemplate.Text));
        return stream.Documents[0].RootNode;
    }
}
