namespace Reelway.Hosting.Setup.Talkbot;

/// <summary>What people read of an import.</summary>
internal static class TalkbotText
{
    /// <summary>The comment that the configuration begins with.</summary>
    public const string Header = """
        # Made from the old talk bot's settings by "reelway init --from-talkbot". Secrets lie in .env beside this file; tokens of pages are
        # sealed in the store, unless the list of what was taken over says otherwise.
        #
        #   reelway config check           says everything that is wrong, with its line
        #   reelway talks source check     looks whether the bucket really tells the queue
        #   reelway connections check      makes one harmless call to each connection
        #
        # The columns of the sheets are named by talks.columns.* and talks.speaker_columns.*, where yours differ from
        # Title, Start, End, Stage, Speakers, Description, Link and First name, Last name, Company, Mail.


        """;
}
