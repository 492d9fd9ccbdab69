namespace Reelway.Engine.Execution;

internal sealed partial class RunContext
{
    private readonly List<(string Name, Func<IStep, Task> Body, StepOptions? Options)> _undo = [];
    private bool _undoing;

    /// <summary>True when the flow has passed something that a cancel takes back.</summary>
    public bool HasUndo => _undo.Count > 0;

    public void OnCancel(string name, Func<IStep, Task> body, StepOptions? options = null)
    {
        Names.Check(name, "The name of what a cancel takes back");
        journal.Reach(name);
        _undo.Add((name, body, options));
    }

    /// <summary>Takes back what the flow has passed, the last first. From here on the flow itself begins nothing more.</summary>
    /// <param name="undoing">What can stop it: no longer the cancel.</param>
    public async Task<string> UndoAsync(StepTokens undoing)
    {
        (tokens, _undoing, Held) = (undoing, true, 0);
        _awaitedLimits.Clear();
        for (var i = _undo.Count - 1; i >= 0; i--)
        {
            // Places of their own, so that it doesn't matter how far the flow had come.
            _nextPos = Journal.UndoStart + i;
            await EnterAsync(_undo[i].Name, StepKind.Undo, _undo[i].Options, WithoutResult(_undo[i].Body));
        }

        return "";
    }
}
