using System.CommandLine;
using Reelway.Frame.Cli;

namespace Reelway.Posts.MovingIn;

/// <summary>What AWS needs so that events come to us and ours go back: a rule, a queue with its dead letters, and a user that may do just that.</summary>
internal static class AwsTemplate
{
    /// <summary>A template of CloudFormation.</summary>
    public const string Text = """
        AWSTemplateFormatVersion: "2010-09-09"
        Description: Events that ask Reelway for social posts, and those that it announces.
        Parameters:
          EventBusName:
            Type: String
            Default: default
            Description: The bus that senders put "Schedule Social Post" on.
          ConsumeFailuresAfter:
            Type: Number
            Default: 5
            MinValue: 1
            MaxValue: 1000
            Description: After so many receives a message goes to the dead letters.
        Resources:
          PostEventsDeadLetters:
            Type: AWS::SQS::Queue
            Properties:
              MessageRetentionPeriod: 1209600
              SqsManagedSseEnabled: true
          PostEvents:
            Type: AWS::SQS::Queue
            Properties:
              MessageRetentionPeriod: 1209600
              VisibilityTimeout: 120
              ReceiveMessageWaitTimeSeconds: 20
              SqsManagedSseEnabled: true
              RedrivePolicy:
                deadLetterTargetArn: !GetAtt PostEventsDeadLetters.Arn
                maxReceiveCount: !Ref ConsumeFailuresAfter
          PostEventsPolicy:
            Type: AWS::SQS::QueuePolicy
            Properties:
              Queues:
                - !Ref PostEvents
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Principal:
                      Service: events.amazonaws.com
                    Action: sqs:SendMessage
                    Resource: !GetAtt PostEvents.Arn
                    Condition:
                      ArnEquals:
                        aws:SourceArn: !GetAtt PostEventsRule.Arn
          PostEventsRule:
            Type: AWS::Events::Rule
            Properties:
              EventBusName: !Ref EventBusName
              EventPattern:
                detail-type:
                  - Schedule Social Post
              State: ENABLED
              Targets:
                - Id: reelway
                  Arn: !GetAtt PostEvents.Arn
          ReelwayUser:
            Type: AWS::IAM::User
            Properties:
              Policies:
                - PolicyName: reelway-posts
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - Effect: Allow
                        Action:
                          - sqs:GetQueueUrl
                          - sqs:GetQueueAttributes
                          - sqs:ReceiveMessage
                          - sqs:DeleteMessage
                        Resource: !GetAtt PostEvents.Arn
                      - Effect: Allow
                        Action: events:PutEvents
                        Resource: !Sub arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${EventBusName}
        Outputs:
          QueueName:
            Description: For posts.queues.NAME.queue.
            Value: !GetAtt PostEvents.QueueName
          UserName:
            Description: Make an access key for it, for connections.aws.
            Value: !Ref ReelwayUser

        """;

    /// <summary><c>posts template</c>.</summary>
    public static Command Create(CliContext cli) => cli.Verb(
        "template", "Prints a CloudFormation template: a rule of EventBridge, its queue, and a user that may read that and announce.",
        "reelway posts template", [], call =>
        {
            call.Surroundings.Out.Write(Text);
            return Task.FromResult(ExitCode.Ok);
        });
}
