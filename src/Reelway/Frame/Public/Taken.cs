using Reelway.Engine;
using Reelway.Facts;

namespace Reelway.Frame.Public;

/// <summary>What comes of a delivery. Runs and facts become durable together with it, in one transaction, before the sender has its answer.</summary>
/// <param name="Sentence">What came of it, for the log.</param>
internal sealed record Taken(string Sentence)
{
    /// <summary>The run that it starts.</summary>
    public RunStart? Run { get; init; }

    /// <summary>The fact that is announced.</summary>
    public IProductEvent? Fact { get; init; }

    /// <summary>False: it was of no concern here. The sender is answered as for any other, or it would send it again and again.</summary>
    public bool IsOfConcern { get; init; } = true;

    /// <summary>The status that it is refused with; null when it is not.</summary>
    public int? Refusal { get; init; }

    /// <summary>It starts a run.</summary>
    public static Taken Starts(RunStart run, string sentence) => new(sentence) { Run = run };

    /// <summary>It is announced as a fact.</summary>
    public static Taken Announced(IProductEvent fact, string sentence) => new(sentence) { Fact = fact };

    /// <summary>It concerns nobody here.</summary>
    public static Taken PassedBy(string why) => new(why) { IsOfConcern = false };

    /// <summary>It can't be read.</summary>
    public static Taken Refused(string why, int status = StatusCodes.Status422UnprocessableEntity) => new(why) { Refusal = status };
}
