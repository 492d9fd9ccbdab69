# shellcheck shell=bash
# Packages of others that connectors and webhooks are tested against: npm's, named in tests/peers, installed into artifacts/peers.
# Sourced by ./test after eng/machine.sh and eng/build.sh.

# The oldest node that all of them run on. Debian 12 has an older one; then the packages bring their own.
peers_node=20

has_node_for_peers() {
  local version
  has_command node && version=$(node --version) && version=${version#v} && [[ ${version%%.*} -ge $peers_node ]]
}

# What can't be had is named; the tests that need it are skipped with the reason.
# shellcheck disable=SC2154 # root and artifacts are set before this is sourced
want_peers() {
  local home=$artifacts/peers stamp=$artifacts/peers/installed options=(--ignore-scripts --no-audit --no-fund --loglevel=error)
  mkdir -p "$home"
  # What is installed is told by the list that it was installed from.
  [[ -f $stamp ]] && cmp --silent "$stamp" "$root/tests/peers/package-lock.json" && cp "$root"/tests/peers/*js "$home" && return
  want npm
  if ! has_command npm; then
    say "without npm the tests against fauxqs, local-aws-sqs, maildev and standardwebhooks are skipped."
    return
  fi
  ! has_node_for_peers || options+=(--omit=optional)
  say "installing the packages of others that the tests need (npm)"
  rm -f "$stamp"
  cp "$root"/tests/peers/*js* "$home"
  if npm ci --prefix "$home" "${options[@]}" >"$home/npm.log" 2>&1; then
    cp "$root/tests/peers/package-lock.json" "$stamp"
  else
    cat "$home/npm.log" >&2
    say "npm could not install them (its words stand above); the tests against fauxqs, local-aws-sqs, maildev and standardwebhooks are skipped."
  fi
}
