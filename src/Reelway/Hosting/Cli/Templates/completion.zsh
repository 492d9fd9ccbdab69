#compdef reelway
# Completion of reelway for zsh: keep it as _reelway in a folder of $fpath, or source <(reelway completion zsh) after compinit.
_reelway() {
  local -a found
  found=("${(@f)$(${~words[1]} __complete $((CURRENT - 2)) "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  found=(${found:#})
  if (( $#found )); then
    compadd -a found
  else
    _files
  fi
}
if [[ $funcstack[1] == _reelway ]]; then
  _reelway "$@"
else
  compdef _reelway reelway
fi
