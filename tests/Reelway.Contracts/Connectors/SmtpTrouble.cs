namespace Reelway.Contracts.Connectors;

/// <summary>Steps of an SMTP dialogue.</summary>
public enum SmtpStep
{
    Greeting,
    Hello,
    Login,
    Password,
    From,
    To,
    Data,

    /// <summary>While the mail's text comes in: it is not read.</summary>
    Text,

    /// <summary>After the line with the dot, when the mail is whole.</summary>
    Dot,
    Reset,
    Quit,

    /// <summary>A command that it does not know.</summary>
    Unknown,
}

/// <summary>What happens at the step that goes wrong.</summary>
public enum SmtpTroubleKind
{
    /// <summary>Another answer than the usual one.</summary>
    Answer,

    /// <summary>The connection is closed without a word.</summary>
    Close,

    /// <summary>The connection is reset without a word.</summary>
    Reset,

    /// <summary>Nothing is said.</summary>
    Silence,

    /// <summary>The usual answer is cut after its first character.</summary>
    Cut,

    /// <summary>An answer whose line comes a character at a time, and never ends.</summary>
    Drip,
}

/// <param name="Answer">The answer, where the trouble is one.</param>
/// <param name="Pause">How long the silence lasts before the usual answer; null: for ever.</param>
/// <param name="TakesMail">Whether a mail whose dot goes wrong is taken all the same.</param>
public sealed record SmtpTrouble(
    SmtpTroubleKind Kind = SmtpTroubleKind.Close, string Answer = "", TimeSpan? Pause = null, bool TakesMail = false);
