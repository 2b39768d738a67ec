# What happens once both domains can be started, however they run. Sourced. native.sh and docker.sh
# give: check_prerequisites, prepare, start PART, runs PART, log_of PART, client PART command…,
# stop_everything, and the addresses xmpp_at, sip_at.
# shellcheck shell=bash

readonly juliet=juliet@capulet.example juliet_password=balcony
readonly romeo=romeo@montague.example romeo_password=orchard
readonly from_juliet='O Romeo, Romeo! Wherefore art thou Romeo? ♥'
readonly from_romeo='Call me but love, and I’ll be new baptized.'
parts=(dns prosody kamailio porin romeo juliet prosody_verona porin_verona benvolio)

start_everything() {
  say "starting Prosody, Kamailio and a DNS server"
  start dns
  start prosody
  start kamailio
  await prosody "Activated service 'component'"
  await kamailio "udp: "
  say "starting Porin"
  start porin
  say "romeo's SIP user agent registers, juliet's XMPP client logs in"
  start romeo
  start juliet
  start_verona
  await porin "component link up"
  await romeo "registration succeeded"
  await juliet "$juliet is online"
  say "everything is up"
}

# part text, or part expression -E; reads to the end: pipefail
shows() { log_of "$1" 2>&1 | grep -a "${3:--F}" -- "$2" >/dev/null; }

# Returns when the part's log has the text; fails when the part ends or 30 seconds pass.
await() { # part text
  local deadline=$((SECONDS + 30))
  until shows "$1" "$2"; do
    runs "$1" || fail_with_logs "$1 has ended while starting" "$1"
    ((SECONDS < deadline)) || fail_with_logs "$1 did not show “$2” in 30 seconds" "$1"
    sleep 0.2
  done
}

send_both_ways() {
  title "juliet (XMPP) writes to romeo (SIP)"
  client juliet send "$romeo" "$from_juliet"
  await_message romeo "$from_juliet"
  await_acceptance 1
  echo "romeo's SIP user agent shows:"
  log_of romeo | plain | sed -n '/^Received message/,$p' | indent
  echo "the stanza, as Prosody got it from juliet's client:"
  stanzas RECV | indent
  echo "the SIP requests, as Kamailio got them from Porin, and what the user agent answered:"
  sip_exchange "MESSAGE sip:romeo@" | indent

  title "romeo (SIP) answers juliet (XMPP)"
  client romeo send "sip:$juliet" "$from_romeo"
  await_message juliet "$from_romeo"
  await_acceptance 2
  echo "juliet's XMPP client shows:"
  log_of juliet | plain | grep -aF "$romeo: " | indent
  echo "the SIP request, as Kamailio got it from romeo's user agent, and what Porin answered:"
  sip_exchange "MESSAGE sip:juliet@" | indent
  echo "the stanza, as Prosody gave it to juliet's client:"
  stanzas SEND | indent
  echo
}

see_each_other() {
  title "juliet and romeo ask to see each other, and agree"
  client juliet command add "$romeo"
  await_seen prosody "SEND: <presence [^>]*type='subscribe'" -E
  client juliet command authorization allow "$romeo"
  await_seen kamailio "Subscription-State: active"
  echo "the subscriptions, as Kamailio got them from Porin and from romeo's user agent:"
  subscriptions | indent

  appear online online "by the orchard wall"
  appear away away "at the friar's"
  appear offline offline ""
  echo
}

# Both become that, romeo first: who is offline sees nobody. Each is shown as the other sees it.
appear() { # word, word of juliet's client, note
  local told
  title "both are $1"
  client romeo publish "$1" "$3"
  await_seen juliet "$romeo is $1"
  told=$(notifications)
  client juliet command status "$2" "$3"
  await_notification "$told" "$1"
  echo "juliet's XMPP client shows:"
  log_of juliet | plain | grep -aF "$romeo is $1" | tail -n 1 | indent
  echo "what romeo's SIP user agent was told, as Kamailio passed it on:"
  last_notification | indent
}

# Unlike await, for what comes in the course of things.
await_seen() { # part text, or part expression -E
  local deadline=$((SECONDS + 20))
  until shows "$@"; do
    ((SECONDS < deadline)) || fail_with_logs "$1 did not show “$2” in 20 seconds" \
      porin kamailio prosody juliet
    sleep 0.2
  done
}

# How often romeo's user agent was told of juliet.
notifications() { log_of kamailio 2>&1 | grep -acE '^NOTIFY sip:romeo@' || true; }

# Until it is told anew, and what it was told is so: one who is there is not told to be away.
await_notification() { # how often before, word
  local deadline=$((SECONDS + 20))
  until (($(notifications) > $1)) && [[ $(seen_of_juliet) == "$2" ]]; do
    ((SECONDS < deadline)) || fail_with_logs "romeo was not told in 20 seconds that juliet is $2" \
      porin kamailio prosody
    sleep 0.2
  done
}

# What the last notification says of juliet: online, away or offline.
seen_of_juliet() {
  local document
  document=$(last_notification)
  case $document in
    *"<basic>open</basic>"*away*) echo away ;;
    *"<basic>open</basic>"*) echo online ;;
    *"<basic>closed</basic>"*) echo offline ;;
  esac
}

# The whole last request that told romeo's user agent of juliet, from Kamailio's log.
last_notification() {
  log_of kamailio 2>&1 | plain | awk '
    /^NOTIFY sip:romeo@/ { inside = 1; text = "" }
    /^end of message/ { inside = 0 }
    inside { text = text $0 "\n" }
    END { printf "%s", text }'
}

# The first lines of the first requests each way.
subscriptions() {
  log_of kamailio 2>&1 | plain |
    grep -aE '^(SUBSCRIBE sip:(romeo|juliet)@|answered SUBSCRIBE|Subscription-State)' |
    awk '!seen[$0]++' | head -n 8
}

await_message() { # receiver text
  local deadline=$((SECONDS + 20))
  until shows "$1" "$2"; do
    ((SECONDS < deadline)) || fail_with_logs "the message to $1 did not arrive in 20 seconds" \
      porin kamailio prosody "$1"
    sleep 0.2
  done
}

# Until that many MESSAGE requests were accepted: what is shown would lack the answer before.
await_acceptance() { # count
  local deadline=$((SECONDS + 20))
  until (($(log_of kamailio 2>&1 | grep -acE 'answered MESSAGE with 20[02]') >= $1)); do
    ((SECONDS < deadline)) || fail_with_logs "the message arrived, but its sender was not told" \
      porin kamailio
    sleep 0.2
  done
}

# Message stanzas that Prosody has received (RECV) or sent (SEND) on client connections.
stanzas() { # RECV or SEND
  log_of prosody 2>&1 | plain | grep -a "$1: <message" | sed "s/.*$1: //"
}

# From Kamailio's log: requests whose first line starts so, whole, and the answers to MESSAGE that
# follow them.
sip_exchange() { # start
  log_of kamailio 2>&1 | plain | awk -v start="$1" '
    /received over/ { sub(/.*received over/, "received over"); head = $0; first = 1; next }
    /^end of message/ { if (shown) print ""; inside = 0; next }
    /answered MESSAGE/ { if (shown) { sub(/^.*<script>: /, ""); print; print "" } next }
    first { first = 0; inside = shown = index($0, start) == 1; if (shown) print head }
    inside { print }'
}

tell_of_domains() {
  cat <<END
=== Connect your own clients (on this machine)
  XMPP  account $juliet, password $juliet_password, server $xmpp_at
        (STARTTLS with a self-signed certificate); write to $romeo
        or account $benvolio, password $benvolio_password, server $verona_at
  SIP   account romeo, benvolio or mercutio @montague.example, password $romeo_password,
        proxy $sip_at over UDP or TCP; write to sip:$juliet
  Messages to juliet go to all her clients; those to romeo to all that have registered. Who asks to
  see the other's presence is asked for on the other side, and seen there once that agrees.
END
  show_commands
  echo "Ctrl-C stops everything and removes it."
}

stay() {
  local part
  while :; do
    for part in "${parts[@]}"; do
      runs "$part" || fail_with_logs "$part has ended" "$part"
    done
    sleep 1
  done
}
