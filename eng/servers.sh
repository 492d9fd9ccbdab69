# shellcheck shell=bash
# Servers of the distribution whose programs the tests start themselves, on free ports and in temporary folders.
# Sourced by ./test after eng/machine.sh. Debian starts a server when its package is installed, and at every boot from then on:
# nobody asked for that here.

service_policy=/usr/sbin/policy-rc.d
cluster_setting=/etc/postgresql-common/createcluster.d/reelway.conf

# While it installs, packages may start nothing, and PostgreSQL makes no cluster of its own.
# A policy that is there already waits beside it; one that waits since an earlier start was killed is the true one.
# shellcheck disable=SC2016,SC2154 # the words are for sh; may_install has set as_root
hold_services() {
  "${as_root[@]}" sh -ec '
    if [ -e "$1" ] && [ ! -e "$1.reelway" ]; then mv "$1" "$1.reelway"; fi
    printf "#!/bin/sh\n# Set by the tests of reelway while they install servers: nothing is started (see invoke-rc.d).\nexit 101\n" >"$1"
    chmod 755 "$1"
    mkdir -p "${2%/*}"
    printf "create_main_cluster = false\n" >"$2"
  ' sh "$service_policy" "$cluster_setting"
}

# shellcheck disable=SC2016,SC2154 # as above
release_services() {
  "${as_root[@]}" sh -ec '
    rm -f "$1" "$2"
    if [ -e "$1.reelway" ]; then mv "$1.reelway" "$1"; fi
    rmdir -p --ignore-fail-on-non-empty "${2%/*}" 2>/dev/null || true
  ' sh "$service_policy" "$cluster_setting"
}

# Without a cluster PostgreSQL's service starts nothing at boot. RabbitMQ's and Erlang's would.
switch_off_at_boot() {
  has_command systemctl || return 0
  "${as_root[@]}" systemctl --quiet disable rabbitmq-server.service epmd.service epmd.socket 2>/dev/null \
    || say "the services rabbitmq-server and epmd could not be switched off; they may start at the next boot."
}

# Like require, for packages that bring services.
require_servers() {
  local need missing=()
  for need in "$@"; do
    is_present "$need" || missing+=("$need")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  if ! may_install; then
    require "${missing[@]}"
  fi
  (
    trap release_services EXIT
    hold_services
    require "${missing[@]}"
    [[ " ${missing[*]} " != *' rabbitmq-server '* ]] || switch_off_at_boot
  )
}
