# shellcheck shell=bash
# Builds once, and again only when something that is built has changed. Sourced by ./reelway and ./test, which set root.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

# shellcheck disable=SC2154 # root is set by the script that sources this file
artifacts=$root/artifacts

# True when the named stamp is newer than everything in the named places. A removed file touches its folder.
is_built() {
  local stamp=$artifacts/$1.stamp
  shift
  [[ -f $stamp ]] || return 1
  [[ -z $(cd "$root" && find "$@" Directory.Build.props Directory.Packages.props global.json .editorconfig eng/BannedSymbols.txt \
    -newer "$stamp" -print -quit) ]]
}

explain_failed_build() {
  cat "$1" >&2
  if grep -qE 'error (NU1101|NU1102|NU1301|NU1302|NU1303|NU3)' "$1"; then
    give_up "packages could not be fetched. Check the network and the package sources (dotnet nuget list source) and start again."
  fi
  give_up "the build failed; its errors stand above."
}

# The stamp bears the time at which the build began, so that what changed meanwhile is built next time.
# No build server stays behind, and the lock (9) is not handed down.
build() {
  local name=$1 target=$2 log=$artifacts/$1.log
  say "building (about a minute the first time)"
  touch "$artifacts/$name.begun"
  rm -f "$artifacts/$name.stamp"
  dotnet build "$root/$target" --configuration Release --nologo --verbosity quiet --disable-build-servers \
    >"$log" 2>&1 9>&- || explain_failed_build "$log"
  mv "$artifacts/$name.begun" "$artifacts/$name.stamp"
}

# build_once NAME TARGET PLACE…: two starts at once build once.
build_once() {
  local name=$1 target=$2
  shift 2
  is_built "$name" "$@" && return
  mkdir -p "$artifacts"
  [[ -w $artifacts ]] || give_up "what is built here is out of date, and you may not write into $artifacts. Start once as its owner."
  exec 9>"$artifacts/build.lock"
  if ! flock --nonblock 9; then
    say "another start is building; waiting for it"
    flock 9
  fi
  is_built "$name" "$@" || build "$name" "$target"
  exec 9>&-
}
