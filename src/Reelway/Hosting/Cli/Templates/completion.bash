# Completion of reelway for bash: source <(reelway completion bash), or keep it where bash-completion looks.
_reelway() {
  local program=${COMP_WORDS[0]/#\~/$HOME} line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <("$program" __complete "$((COMP_CWORD - 1))" "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
# Where reelway knows nothing, bash completes the names of files.
complete -o bashdefault -o default -F _reelway reelway
