using System.Globalization;
using Reelway.Engine.Stores;

namespace Reelway.Engine.Tests;

public sealed class StatesTests
{
    [Fact]
    public void Statements_hold_the_numbers_of_the_states_that_they_name()
    {
        var named = typeof(States).GetFields().Where(field => Enum.TryParse<RunState>(field.Name, out _))
            .ToDictionary(field => Enum.Parse<RunState>(field.Name), field => (string)field.GetValue(null)!);

        Assert.NotEmpty(named);
        Assert.All(named, one => Assert.Equal(((int)one.Key).ToString(CultureInfo.InvariantCulture), one.Value));
        Assert.All(Enum.GetValues<RunState>(), state => Assert.Equal(state.HasEnded(), (int)state >= 4));
        Assert.Equal(("state < 4", "state >= 4"), (States.Open, States.Ended));
    }
}
