using Reelway.Engine.Telemetry;
using Reelway.Storage;

namespace Reelway.Engine.Tests.Telemetry;

public sealed class SqliteGaugesTests() : StoreGaugesContract(new SqliteStore())
{
    [Fact]
    public async Task No_look_reads_a_table_from_end_to_end()
    {
        await using var engine = await EngineHarness.StartAsync(new SqliteStore(), ScriptedFlowRegistration.Scripted((_, _) => Task.FromResult("")), working: false);
        await engine.RunAsync("scripted", "one");

        var plans = await engine.Database.ReadAsync(
            async session =>
            {
                var explained = new ExplainingSession(session);
                await StoreLevelReader.ReadAsync(explained, 0);
                return explained.Plans;
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(6, plans.Count);
        // Of slots there are as many as are taken right now, and of counts as many as flows have states; of runs there are as many as there ever were.
        Assert.All(plans.Where(plan => plan.Contains(" run ", StringComparison.Ordinal)), plan =>
        {
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
            Assert.DoesNotMatch("SCAN run(?! USING (COVERING )?INDEX run_ready)", plan);
            Assert.Matches("run_ready|run_wake", plan);
        });
    }

    /// <summary>Carries out what it is asked, and asks how the database goes about it.</summary>
    private sealed class ExplainingSession(IDbSession session) : IDbSession
    {
        public List<string> Plans { get; } = [];

        public SqlDialect Dialect => session.Dialect;

        public Task<int> ExecuteAsync(string sql, object? parameters = null) => throw new NotSupportedException("A look writes nothing.");

        public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
        {
            await ExplainAsync(sql, parameters);
            return await session.QueryAsync<T>(sql, parameters);
        }

        public async Task<T?> FindAsync<T>(string sql, object? parameters = null)
        {
            await ExplainAsync(sql, parameters);
            return await session.FindAsync<T>(sql, parameters);
        }

        private async Task ExplainAsync(string sql, object? parameters)
        {
            var plan = await session.QueryAsync<(long, long, long, string Detail)>($"EXPLAIN QUERY PLAN {sql}", parameters);
            Plans.Add($"{sql}: {string.Join("; ", plan.Select(row => row.Detail))}");
        }
    }
}
