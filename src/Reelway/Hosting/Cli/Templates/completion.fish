# Completion of reelway for fish: reelway completion fish | source, or keep it as ~/.config/fish/completions/reelway.fish
function __reelway_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l word (commandline --current-token --cut-at-cursor)
    set -l found ($words[1] __complete (math (count $words) - 1) $words[2..-1] $word 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path $word
    end
end
complete --command reelway --no-files --arguments '(__reelway_complete)'
