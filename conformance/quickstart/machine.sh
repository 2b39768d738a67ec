# What this machine is and has. Sourced.
# shellcheck shell=bash

is_debian_root() { [[ $(id -u) == 0 ]] && grep -qsx 'ID=debian' /etc/os-release; }

# Sets base_port to the first of 15000, 16000… with all of base_port + OFFSET… free.
choose_ports() { # offset…
  for base_port in 15000 16000 17000 18000 19000; do
    ! ports_are_free "$@" || return 0
  done
  fail "no free ports: some of 15000 to 19000 plus $* are taken"
}

ports_are_free() { # offset…
  local offset
  for offset in "$@"; do
    # Local addresses in /proc are IP:PORT in hexadecimal; state 06 (TIME_WAIT) holds no port.
    if awk -v port="$(printf ':%04X' $((base_port + offset)))" \
      '$4 != "06" && substr($2, length($2) - 4) == port { taken = 1 } END { exit !taken }' \
      /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 2>/dev/null; then
      return 1
    fi
  done
}
