using Reelway.Contracts.Connectors;
using Reelway.Library;

namespace Reelway.Contracts.Library;

/// <summary>A library, and the line to it, which answers as told and otherwise passes everything on.</summary>
internal sealed record FaultyLibrary(MediaLibrary Library, ScriptedHttpServer Line);
