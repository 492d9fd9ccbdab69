namespace Reelway.Media;

/// <summary>Gathers damaged packets into stretches. Of a recording that is damaged all over, no more are held than anybody reads.</summary>
/// <param name="track">What is looked at, for sentences.</param>
internal sealed class DamageNotes(string track)
{
    private const int MostPlaces = 20;

    /// <summary>Damaged packets that lie no further apart are one stretch: a viewer sees them as one.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);

    private readonly List<DamagedPlace> _places = [];

    public IReadOnlyList<DamagedPlace> Places => _places;

    /// <summary>Notes what was seen of a packet.</summary>
    /// <param name="seconds">When it is shown, from the beginning of the recording.</param>
    /// <param name="what">Null: nothing is wrong with it.</param>
    public void Note(decimal seconds, string? what)
    {
        // Apart from what notes it: nothing is to be allocated for a packet that is whole, and nearly all are.
        if (what is not null)
        {
            Add(TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)), what);
        }
    }

    private void Add(TimeSpan time, string what)
    {
        var near = _places.FindIndex(place => time >= place.From - Apart && time <= place.Until + Apart);
        if (near >= 0)
        {
            var place = _places[near];
            _places[near] = place with { From = time < place.From ? time : place.From, Until = time > place.Until ? time : place.Until, Packets = place.Packets + 1 };
        }
        else if (_places.Count < MostPlaces)
        {
            _places.Add(new DamagedPlace(time, time, track, 1, what));
        }
    }
}
