using System.CommandLine;
using Reelway.Frame.Cli;
using Reelway.Media;

namespace Reelway.Library.Commands;

/// <summary>Captions that go into a clip, as <c>media cut</c> takes them.</summary>
internal sealed class MediaCaptionOptions
{
    private readonly Option<string?> _file = new("--captions") { Description = "Captions of the recording, WebVTT or SubRip, to go into the clip as a track.", HelpName = "FILE" };
    private readonly Option<string?> _language = new("--captions-language") { Description = "Their language, ISO 639-2, such as eng or ces. Default: media.captions_language.", HelpName = "LANGUAGE" };

    /// <summary>All of them.</summary>
    public Symbol[] All => [_file, _language];

    /// <summary>Adds the captions of a call to what it wishes.</summary>
    public async Task<CutRequest> AddAsync(CutRequest wish, CliCall call)
    {
        var language = call.Value(_language);
        if (language is not (null or [>= 'a' and <= 'z', >= 'a' and <= 'z', >= 'a' and <= 'z']))
        {
            throw new CliException(ExitCode.Usage, $"{_language.Name} {language}: write three small letters, such as eng or ces.");
        }

        var file = call.Value(_file);
        return file is null
            ? language is null ? wish : throw new CliException(ExitCode.Usage, $"{_language.Name} goes with {_file.Name} FILE.")
            : wish with { Captions = await CaptionFile.ReadAsync(call.FullPath(file), call.Cancellation), CaptionsLanguage = language };
    }
}
