namespace Reelway.Contracts.Connectors;

/// <summary>What a server does with a mail that has reached it whole, or with who sends it.</summary>
public enum MailTrouble
{
    /// <summary>Takes it and says so.</summary>
    None,

    /// <summary>Refuses whoever sends it.</summary>
    LoginRefused,

    /// <summary>Says that there were too many.</summary>
    Throttled,

    /// <summary>Says that there were too many, and to come again in 90 s.</summary>
    ThrottledFor90Seconds,

    /// <summary>Says that it can't at the moment, without having taken it.</summary>
    BreaksDown,

    /// <summary>Answers something that means nothing.</summary>
    TalksNonsense,

    /// <summary>Hangs up without a word, and has not taken it.</summary>
    HangsUpBefore,

    /// <summary>Takes it, and hangs up without a word.</summary>
    HangsUpAfter,

    /// <summary>Says nothing any more, and has not taken it.</summary>
    FallsSilentBefore,

    /// <summary>Takes it, and says nothing any more.</summary>
    FallsSilentAfter,

    /// <summary>Takes it, and hangs up in the middle of its answer.</summary>
    CutsTheAnswer,

    /// <summary>Takes it, and lets its answer drip for longer than anybody waits.</summary>
    DripsTheAnswer,
}
