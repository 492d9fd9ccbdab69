using Reelway.Engine.Stores;

namespace Reelway.Engine.Execution;

/// <summary>Ends an attempt that needs what is held up.</summary>
internal sealed class HeldUpException(ScopeBlock block) : Exception($"Held up: {block.Sentence}")
{
    public ScopeBlock Block { get; } = block;
}
