using Reelway.Storage;

namespace Reelway.Engine.Stores;

internal sealed partial class RunStore
{
    // Refused for good, or without a right: both wait for a person to bring others.
    private static readonly AttentionReason[] RefusedCredentials = [AttentionReason.Credentials, AttentionReason.Access];

    /// <summary>All blocks that hold now.</summary>
    public Task<IReadOnlyList<ScopeBlock>> ListBlocksAsync(CancellationToken cancellation)
        => database.ReadAsync(
            session => session.QueryAsync<ScopeBlock>(
                $"SELECT scope, until_ms, sentence, since_ms FROM block WHERE {InForce} ORDER BY scope", new { now = NowMs }),
            cancellation);

    /// <summary>Blocks a scope until it is lifted.</summary>
    public Task HoldAsync(string scope, string sentence, Func<IDbSession, Task> also, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await LockNameAsync(session, scope);
                await BlockAsync(session, scope, untilMs: null, sentence);
                await also(session);
                return true;
            },
            cancellation);

    /// <summary>Lifts the blocks of scopes, and wakes who waits for them or for new credentials of them.</summary>
    public Task LiftAsync(IReadOnlyCollection<string> scopes, Func<IDbSession, Task> also, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                foreach (var scope in scopes.Distinct().Order(StringComparer.Ordinal))
                {
                    await LiftBlockAsync(session, scope);
                    await AnswerCredentialsAsync(session, scope);
                }

                await also(session);
                return true;
            },
            cancellation);

    // What asked for new credentials is tried again, with all its attempts. A run that is just being parked sees that one of its steps waits no more.
    private async Task AnswerCredentialsAsync(IDbSession session, string scope)
    {
        var now = NowMs;
        await session.ExecuteAsync(
            $"""
            UPDATE run SET state = {States.Queued}, attention = NULL, due_ms = NULL, updated_ms = @now
            WHERE {States.Parked} AND id IN (SELECT run_id FROM open_step WHERE wait_on = @scope AND attention IN @credentials)
            """,
            new { scope, credentials = RefusedCredentials, now });
        await session.ExecuteAsync(
            """
            UPDATE open_step SET attempts = 0, wait_kind = NULL, wait_on = NULL, due_ms = NULL, attention = NULL, sentence = NULL, started_ms = @now
            WHERE wait_on = @scope AND attention IN @credentials
            """,
            new { scope, credentials = RefusedCredentials, now });
    }
}
