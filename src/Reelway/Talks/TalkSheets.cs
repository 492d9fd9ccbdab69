using Reelway.Connections;
using Reelway.Engine;

namespace Reelway.Talks;

/// <summary>The two sheets as a step gets them: it waits while the connection of one is held up, a copy of it at hand or not.</summary>
internal sealed class TalkSheets(TalkSheet programme, SpeakerDirectory speakers)
{
    /// <summary>The programme.</summary>
    public async Task<TalkSheet> UseProgrammeAsync(IStep step)
    {
        await ConnectionPool.UseAsync(step, programme.Connection);
        return programme;
    }

    /// <summary>Both.</summary>
    public async Task<(TalkSheet Programme, SpeakerDirectory Speakers)> UseAsync(IStep step)
    {
        await ConnectionPool.UseAsync(step, programme.Connection, speakers.Connection);
        return (programme, speakers);
    }
}
