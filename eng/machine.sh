# shellcheck shell=bash
# What this machine has and lacks. Sourced by ./reelway and ./test; all of its words go to stderr.

say() { printf 'reelway: %s\n' "$*" >&2; }

# Exit code 3: what the program was given cannot be used as it is.
give_up() {
  say "$*"
  exit 3
}

has_command() { command -v "$1" >/dev/null; }

# ldconfig lies outside the search path of an unprivileged user on Debian.
libraries=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null || true)
has_library() { [[ $libraries == *"$1"* ]]; }

# Needs are named after the Debian package that supplies them; libicu's name carries its version there.
is_present() {
  case $1 in
    ffmpeg) has_command ffmpeg && has_command ffprobe ;;
    libicu) has_library libicuuc.so. ;;
    util-linux) has_command setpriv && has_command flock ;;
    ca-certificates) [[ -e /etc/ssl/certs/ca-certificates.crt || -e /etc/pki/tls/certs/ca-bundle.crt ]] ;;
    fonts-dejavu-core) [[ -n $(find /usr/share/fonts -name '*.ttf' -print -quit 2>/dev/null) ]] ;;
    chromium) has_command chromium || has_command chromium-browser || has_command google-chrome ;;
    # Both lie outside the search path of an unprivileged user on Debian.
    postgresql) has_command initdb || [[ -n $(find /usr/lib/postgresql -path '*/bin/initdb' -print -quit 2>/dev/null) ]] ;;
    rabbitmq-server) has_command rabbitmq-server || [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] ;;
    flite) has_command flite || has_command espeak-ng ;;
    *) has_command "$1" ;;
  esac
}

# Sets as_root to the words that make apt-get run with the rights it needs; fails without such rights.
may_install() {
  has_command apt-get || return 1
  as_root=(env DEBIAN_FRONTEND=noninteractive)
  [[ $EUID -eq 0 ]] && return
  has_command sudo && sudo -n true 2>/dev/null || return 1
  as_root=(sudo -n "${as_root[@]}")
}

# Another apt-get may be at work: wait for it at most two minutes.
quiet_apt() {
  local output
  if ! output=$("${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=120 "$@" 2>&1); then
    printf '%s\n' "$output" >&2
    return 1
  fi
}

refresh_package_lists() {
  [[ -n ${package_lists_are_fresh:-} ]] && return
  quiet_apt update || say "the package lists could not be refreshed; going on with the old ones."
  package_lists_are_fresh=yes
}

package_is_offered() { [[ -n $(apt-cache show --no-all-versions "$1" 2>/dev/null) ]]; }

newest_icu() { apt-cache search --names-only '^libicu[0-9]+$' | cut -d ' ' -f 1 | sort -V | tail -n 1; }

# Installs those of the named needs that the machine lacks; gives up with the command to type when it may not.
require() {
  local need icu missing=()
  for need in "$@"; do
    is_present "$need" || missing+=("$need")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  if ! has_command apt-get; then
    give_up "this machine lacks what Debian packages as: ${missing[*]}. Install that and start again."
  fi
  may_install && refresh_package_lists
  icu=$(newest_icu)
  missing=("${missing[@]/#libicu/${icu:-libicu72}}")
  if ! may_install; then
    give_up "this machine lacks ${missing[*]}. Type: sudo apt-get install --no-install-recommends ${missing[*]}"
  fi
  say "installing ${missing[*]} (apt-get)"
  quiet_apt install --yes --no-install-recommends "${missing[@]}" \
    || give_up "apt-get could not install ${missing[*]} (its words stand above). Install that and start again."
  libraries=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null || true)
}

# The same for what is useful but not needed: whatever can't be had is named and done without.
want() {
  local need missing=()
  for need in "$@"; do
    is_present "$need" || missing+=("$need")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  if ! may_install; then
    say "without ${missing[*]} something will be skipped (not installed here, and no right to install it)."
    return
  fi
  refresh_package_lists
  for need in "${missing[@]}"; do
    say "installing $need (apt-get)"
    if ! package_is_offered "$need" || ! quiet_apt install --yes --no-install-recommends "$need"; then
      say "$need can't be had here; what needs it will be skipped."
    fi
  done
}

# Puts dotnet on the search path when it only lies where its own installer or a distribution puts it.
find_dotnet() {
  local home
  for home in "${DOTNET_ROOT:-}" "${HOME:-/root}/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
    has_command dotnet && return
    [[ -n $home && -x $home/dotnet ]] && PATH=$PATH:$home
  done
}

has_sdk() { has_command dotnet && [[ $'\n'$(dotnet --list-sdks 2>/dev/null) == *$'\n'10.* ]]; }

require_sdk() {
  has_sdk && return
  if may_install; then
    refresh_package_lists
    if package_is_offered dotnet-sdk-10.0; then
      say "installing dotnet-sdk-10.0 (apt-get)"
      quiet_apt install --yes --no-install-recommends dotnet-sdk-10.0 || true
      hash -r
    fi
  fi
  has_sdk || give_up "the .NET 10 SDK is missing and apt-get does not offer it here." \
    "Install it as https://dotnet.microsoft.com/download/dotnet/10.0 says and start again."
}

find_dotnet || true
