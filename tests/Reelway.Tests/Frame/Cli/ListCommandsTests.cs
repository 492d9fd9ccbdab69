using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Tests.Frame.Cli;

public sealed class ListCommandsTests
{
    [Theory]
    [InlineData(int.MaxValue, 450, 450)]
    [InlineData(300, 450, 300)]
    [InlineData(50, 450, 50)]
    [InlineData(300, 20, 20)]
    public async Task Pages_are_read_until_there_is_as_much_as_asked_for_or_no_more(int limit, int there, int shown)
    {
        var list = await ListCommands.ReadAsync(limit, cursor: null, (size, from) =>
        {
            Assert.InRange(size, 1, 200);
            var begin = from is null ? 0 : int.Parse(from, System.Globalization.CultureInfo.InvariantCulture);
            var end = Math.Min(there, begin + size);
            return Task.FromResult(JsonSerializer.SerializeToElement(new { items = Enumerable.Range(begin, end - begin), nextCursor = end < there ? $"{end}" : null, hasMore = end < there }));
        });

        Assert.Equal(Enumerable.Range(0, shown), list.List("items").Select(item => item.GetInt32()));
        Assert.Equal(shown < there ? $"{shown}" : null, list.Text("nextCursor"));
    }
}
