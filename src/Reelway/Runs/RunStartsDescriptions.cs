using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>How the API's description presents the starting of runs.</summary>
internal static class RunStartsDescriptions
{
    public static readonly OperationText Start = new(
        "startRuns",
        "Start runs",
        "Answers when they are durable. The same flow and key are one run, ever: with the same input it is answered with again, with another input the start is refused.",
        new Dictionary<string, ParameterText>(),
        """{"batch":"06agn9k2w4008","items":[{"id":"run_06agn9k2w4010","key":"probe:06agn9k2w4008:1","created":true}]}""",
        """{"flow":"probe","input":{"url":"http://127.0.0.1:9000/hit","steps":5,"holdMs":20},"count":1}""");

    public static readonly OperationText Count = new(
        "countGivenRuns",
        "Count given runs by state",
        "For whoever has started many and waits for them. Ids that no run has are counted nowhere.",
        new Dictionary<string, ParameterText>(),
        """{"states":{"queued":0,"running":1,"waiting":0,"needs-attention":0,"succeeded":299,"partial":0,"failed":0,"cancelled":0}}""",
        """{"ids":["run_06agn9k2w4010"]}""");
}
