# The quickstart as child processes on loopback, from Debian's packages. Sourced.
# shellcheck shell=bash

readonly containers=$root/conformance/containers
readonly packages=(prosody kamailio kamailio-presence-modules kamailio-sqlite-modules sqlite3 netbase
  twinkle-console dnsmasq-base mcabber openssl)
readonly policy=/usr/sbin/policy-rc.d
policy_is_ours=no

check_prerequisites() {
  missing=()
  local package
  for package in "${packages[@]}"; do
    dpkg-query -Wf '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
      missing+=("$package")
  done
  if [[ ! -e $jar ]] && ! can_build; then missing+=(openjdk-17-jdk-headless maven); fi
  command -v java >/dev/null || missing+=(openjdk-17-jre-headless)
  ((${#missing[@]} == 0)) || is_debian_root ||
    fail "needs Docker, or root on Debian to install: ${missing[*]}"
}

prepare() {
  if can_build; then
    begin_build
    install_missing
  else
    install_missing
    begin_build
  fi
  finish_build
  choose_ports 53 60 62 64 222 347 61 63 66 68 69 223 348 76
  dns_port=$((base_port + 53)) kamailio_port=$((base_port + 60)) porin_port=$((base_port + 62))
  romeo_port=$((base_port + 64)) c2s_port=$((base_port + 222)) component_port=$((base_port + 347))
  xmpp_at=127.0.0.1:$c2s_port
  sip_at=127.0.0.1:$kamailio_port
  porin_tls_port=$((base_port + 63)) porin_key_port=$((base_port + 68))
  verona_port=$((base_port + 61)) verona_tls_port=$((base_port + 66))
  verona_key_port=$((base_port + 69)) verona_c2s_port=$((base_port + 223))
  verona_component_port=$((base_port + 348)) verona_operate_port=$((base_port + 76))
  verona_at=127.0.0.1:$verona_c2s_port
  PORIN=$root/bridge/bin/porin "$root/conformance/quickstart/certificates" "$work/trust" \
    "capulet.example=$(x5u capulet.example "$porin_key_port")" \
    "verona.example=$(x5u verona.example "$verona_key_port")" ||
    fail "openssl or porin keys made no certificates"
  write_configuration
}

install_missing() {
  ((${#missing[@]} > 0)) || return 0
  say "installing from Debian: ${missing[*]}"
  forbid_services
  if ! { apt_get update && apt_get install "${missing[@]}"; }; then
    tail -n 15 "$work/apt.log" | indent >&2
    fail "apt-get could not install ${missing[*]}"
  fi
  allow_services
  say "installed; no system service was started, but Debian starts new ones at the next boot:" \
    "systemctl disable prosody kamailio keeps them off"
}

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends "$@" >>"$work/apt.log" 2>&1
}

# Debian's way to tell package scripts not to start a service. A policy that exists stays.
forbid_services() {
  [[ ! -e $policy ]] || return 0
  policy_is_ours=yes
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
}

allow_services() {
  [[ $policy_is_ours == yes ]] || return 0
  rm -f "$policy"
  policy_is_ours=no
}

write_configuration() {
  cat >"$work/porin.toml" <<END
[component]
transparent = ["montague.example", "verona.example"]
host = "127.0.0.1"
port = $component_port
secret = "s3cret"
[xmpp]
served = ["capulet.example"]
[store]
url = "sqlite:$work/porin.db"
[sip]
listen = ["udp:127.0.0.1:$porin_port", "tcp:127.0.0.1:$porin_port", "tls:127.0.0.1:$porin_tls_port"]
$(tls_and_trust capulet.example "$porin_key_port")
[peers."verona.example"]
mutual-tls = true
assertions = "require"
[dns]
servers = ["127.0.0.1:$dns_port"]
[log]
wire = true
wire-bodies = true
END
  cat >"$work/porin_verona.toml" <<END
[component]
transparent = ["capulet.example"]
host = "127.0.0.1"
port = $verona_component_port
secret = "s3cret"
[xmpp]
served = ["verona.example"]
[store]
url = "sqlite:$work/porin_verona.db"
[operate]
listen = "127.0.0.1:$verona_operate_port"
[sip]
listen = ["tcp:127.0.0.1:$verona_port", "tls:127.0.0.1:$verona_tls_port"]
$(tls_and_trust verona.example "$verona_key_port")
[routes]
"capulet.example" = ["sips:127.0.0.1:$porin_tls_port"]
[peers."capulet.example"]
mutual-tls = true
assertions = "require"
[dns]
servers = ["127.0.0.1:$dns_port"]
END
}

# Where the certificate of a domain's key will be published.
x5u() { echo "https://keys.$1:$2/"; } # domain port

# The end of the table [sip], and [trust].
tls_and_trust() { # domain port
  local made=$work/trust
  cat <<END
tls-certificate = "$made/$1/certificate.pem"
tls-key = "$made/$1/key.pem"
tls-ca-file = "$made/authority.pem"
[trust]
keys = "$made/$1/keys"
x5u = "$(x5u "$1" "$2")"
publish = "127.0.0.1:$2"
publish-certificate = "$made/$1/certificate.pem"
publish-key = "$made/$1/key.pem"
anchors = "$made/anchors"
credential-networks = ["127.0.0.0/8"]
registration = "closed"
END
}

start() { # part
  "start_$1"
}

start_dns() {
  start_child dns env DNS_PORT="$dns_port" "$containers/dns/run" \
    --host-record=sip.montague.example,127.0.0.1 \
    --host-record=bridge.capulet.example,127.0.0.1 \
    --srv-host="_im._sip.montague.example,sip.montague.example,$kamailio_port" \
    --srv-host="_pres._sip.montague.example,sip.montague.example,$kamailio_port" \
    --srv-host="_sip._udp.montague.example,sip.montague.example,$kamailio_port" \
    --srv-host="_sip._tcp.montague.example,sip.montague.example,$kamailio_port" \
    --srv-host="_im._sip.capulet.example,bridge.capulet.example,$porin_port" \
    --srv-host="_pres._sip.capulet.example,bridge.capulet.example,$porin_port" \
    --srv-host="_im._sip.verona.example,bridge.verona.example,$verona_tls_port" \
    --host-record=bridge.verona.example,127.0.0.1 \
    --host-record=keys.capulet.example,127.0.0.1 \
    --host-record=keys.verona.example,127.0.0.1
}

start_prosody() {
  start_child prosody env PROSODY_DATA="$work/prosody" PROSODY_LOG=debug \
    PROSODY_C2S_PORT="$c2s_port" PROSODY_COMPONENT_PORT="$component_port" \
    PROSODY_COMPONENTS="montague.example verona.example" \
    PROSODY_ACCOUNTS="juliet:$juliet_password" "$containers/prosody/run"
}

start_prosody_verona() {
  start_child prosody_verona env PROSODY_DATA="$work/prosody_verona" PROSODY_LOG=debug \
    PROSODY_DOMAIN=verona.example PROSODY_COMPONENTS=capulet.example \
    PROSODY_C2S_PORT="$verona_c2s_port" PROSODY_COMPONENT_PORT="$verona_component_port" \
    PROSODY_ACCOUNTS="benvolio:$benvolio_password" "$containers/prosody/run"
}

start_kamailio() {
  start_child kamailio env SIP_ADDRESS=127.0.0.1 SIP_PORT="$kamailio_port" \
    SIP_RUNTIME="$work/kamailio" SIP_PASSWORD="$romeo_password" \
    SIP_BRIDGE="127.0.0.1:$porin_port" "$containers/kamailio/run"
}

start_porin() { start_child porin "$root/bridge/bin/porin" run --config "$work/porin.toml"; }

start_porin_verona() {
  start_child porin_verona "$root/bridge/bin/porin" run --config "$work/porin_verona.toml"
}

start_benvolio() {
  start_child benvolio env CLIENT_DATA="$work/benvolio" XMPP_SERVER="$verona_at" \
    XMPP_JID="$benvolio" XMPP_PASSWORD="$benvolio_password" "$containers/xmpp-client/run"
}

forge() { # how text
  "$root/conformance/quickstart/forge" "$1" "$work/trust" "127.0.0.1:$verona_tls_port" "$2"
}

verona_metrics() {
  exec 3<>"/dev/tcp/127.0.0.1/$verona_operate_port"
  printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3
  cat <&3
  exec 3>&-
}

start_romeo() {
  start_child romeo env UA_DATA="$work/romeo" UA_PORT="$romeo_port" UA_PROXY="$sip_at" \
    UA_PASSWORD="$romeo_password" UA_WATCHES="$juliet" "$containers/sip-ua/run"
}

start_juliet() {
  start_child juliet env CLIENT_DATA="$work/juliet" XMPP_SERVER="$xmpp_at" \
    "$containers/xmpp-client/run"
}

runs() { child_runs "$1"; }

log_of() { cat "$work/$1.log"; } # part

client() { # part command…
  local part=$1 command=$2
  shift 2
  case $part in
    romeo) UA_DATA="$work/romeo" UA_PROXY="$sip_at" timeout 20 "$containers/sip-ua/$command" "$@" ;;
    juliet | benvolio) CLIENT_DATA="$work/$part" timeout 20 "$containers/xmpp-client/$command" "$@" ;;
  esac || fail_with_logs "$part could not $command" "$part" prosody kamailio
}

show_commands() {
  cat <<END
  Or from another terminal:
    CLIENT_DATA=$work/juliet $containers/xmpp-client/send $romeo 'Good night, good night!'
    UA_DATA=$work/romeo $containers/sip-ua/send sip:$juliet 'Parting is such sweet sorrow'
    CLIENT_DATA=$work/juliet $containers/xmpp-client/command status dnd
    UA_DATA=$work/romeo UA_PROXY=$sip_at $containers/sip-ua/publish away 'in Mantua'
  Logs, wire forms included: $work/*.log; Porin's configuration: $work/porin.toml
    $root/bridge/bin/porin resolve --config $work/porin.toml im:$romeo
END
}

stop_everything() {
  [[ -z ${pid_of[romeo]:-} ]] || echo quit >"$work/romeo/commands" # it is slow to heed signals
  stop_children
  allow_services
}
