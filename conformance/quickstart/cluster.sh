# Two bridges of padua.example on one PostgreSQL: the profile "cluster" of compose.yaml. One has the
# link; it is killed while a message waits in it, and the other goes on. Sourced, after docker.sh.
# shellcheck shell=bash

readonly katharina=katharina@padua.example katharina_password=orchard
readonly to_romeo='Asses are made to bear, and so are you.'
readonly to_katharina='Women are made to bear, and so are you.'
readonly waiting='If I be waspish, best beware my sting.'
readonly milliseconds_to_go_on=10000 # from the kill
bridge=  # who has the link
standby= # who does not
killed=
lines=0 # that katharina wrote after the kill
images+=(postgresql)
parts=(dns kamailio romeo postgresql prosody_padua katharina) # those that nobody is asked to kill

show_cluster() {
  start_cluster
  write_both_ways 1
  keep_one_waiting
  kill_the_bridge
  write_both_ways 2
  account_for_all
}

start_cluster() {
  say "starting Kamailio, a DNS server, PostgreSQL, and Prosody for padua.example"
  start dns
  start kamailio
  start postgresql
  start prosody_padua
  await kamailio "udp: "
  await postgresql "ready to accept connections"
  await prosody_padua "Activated service 'component'"
  say "starting two Porins; romeo's SIP user agent registers, katharina's XMPP client logs in"
  start porin_a
  start porin_b
  start romeo
  start katharina
  await romeo "registration succeeded"
  await katharina "$katharina is online"
  await_link porin_a porin_b
  say "$bridge has the link to Prosody, $standby stands by"
}

# Until one of them has the link; sets bridge and standby.
await_link() { # part part
  local deadline=$((SECONDS + 60))
  until has_link "$1" || has_link "$2"; do
    ((SECONDS < deadline)) || fail_with_logs "no bridge had the link in 60 seconds" "$@"
    sleep 0.2
  done
  bridge=$1 standby=$2
  has_link "$1" || bridge=$2 standby=$1
}

has_link() { # part
  [[ $(metric "$1" 'porin_cluster_link{domain="montague.example"}') == 1.0 ]]
}

metric() { # part name
  metrics_of "$1" 2>/dev/null | plain | awk -v name="$2" '$1 == name { print $2 }'
}

write_both_ways() { # number
  title "katharina (XMPP) and romeo (SIP) write to each other, through $bridge"
  client katharina send "$romeo" "$1: $to_romeo"
  await_line romeo "$1: $to_romeo"
  client romeo send "sip:$katharina" "$1: $to_katharina"
  await_line katharina "$romeo: $1: $to_katharina"
  echo "katharina's XMPP client shows: $romeo: $1: $to_katharina"
  echo "romeo's SIP user agent shows:  $1: $to_romeo"
  await_ends
  echo "what $bridge counts:"
  ended "$bridge" | indent
}

await_line() { # receiver text
  local deadline=$((SECONDS + 20))
  until shows "$1" "$2"; do
    ((SECONDS < deadline)) || fail_with_logs "the message to $1 did not arrive in 20 seconds" \
      "$bridge" kamailio
    sleep 0.2
  done
}

# Until the bridge has counted both ways: what is shown would lack one before.
await_ends() {
  local deadline=$((SECONDS + 20))
  until (($(ended "$bridge" | grep -vc 'outcome="failure"') == 2)); do
    ((SECONDS < deadline)) || fail_with_logs "$bridge has not carried both messages" "$bridge"
    sleep 0.2
  done
}

# Failures among them: what the standby answered with 503, and Kamailio then gave to the other.
ended() { metrics_of "$1" | plain | grep -a '^porin_messages_ended_total' || true; } # part

# The name server hangs, so that the next hop cannot be found, and the message stays in the store.
keep_one_waiting() {
  title "the name server hangs, and katharina writes again"
  docker pause "$(container_of dns)" >/dev/null
  sleep 6 # what it has answered is believed for 5 seconds
  client katharina send "$romeo" "$waiting"
  await_parked
  echo "porin outbox list, in $bridge:"
  outbox "$bridge" | indent
}

await_parked() {
  local deadline=$((SECONDS + 30))
  until [[ $(parked "$bridge") == 1 ]]; do
    ((SECONDS < deadline)) || fail_with_logs "no message was parked in 30 seconds" "$bridge"
    sleep 0.2
  done
}

# How many messages to SIP domains wait for their time, whatever their peers.
parked() { # part
  metrics_of "$1" 2>/dev/null | plain |
    awk '/^porin_outbox_messages{direction="xmpp-to-sip".*state="parked"/ { sum += $2 } END { print sum + 0 }'
}

# How many messages its store has for it.
kept() { # part
  metrics_of "$1" | plain |
    awk '/^porin_outbox_messages/ { sum += $2 } END { printf "%d\n", sum }'
}

outbox() { # part
  docker exec "$(container_of "$1")" \
    java -jar /opt/porin/porin.jar outbox list --config /etc/porin/porin.toml
}

# What katharina writes while nobody has the link comes back to her.
kill_the_bridge() {
  title "$bridge is killed, the name server answers again, and katharina writes a line a second"
  compose kill "$bridge" >>"$work/compose.log" 2>&1
  docker unpause "$(container_of dns)" >/dev/null
  until shows romeo "$waiting" && [[ -n $(lines_shown) ]]; do
    ((lines < 60)) || fail_with_logs "nothing arrived in 60 seconds" "$standby" kamailio
    lines=$((lines + 1))
    client katharina send "$romeo" "line $lines"
    sleep 1
  done
  killed=$bridge bridge=$standby
  tell_when "$waiting" "the message that waited in $killed"
  tell_when "$(lines_shown | head -n 1)" "the first line that went through $bridge"
}

# Lines that romeo's user agent has shown, in its order.
lines_shown() { log_of romeo | plain | grep -aE '^line [0-9]+$' || true; }

tell_when() { # text what
  local thousandths
  thousandths=$(($(shown_at "$1") - $(milliseconds "$(ended_at "$killed")")))
  printf 'after %d.%d s romeo was shown %s: %s\n' \
    $((thousandths / 1000)) $((thousandths % 1000 / 100)) "$2" "$1"
  ((thousandths < milliseconds_to_go_on)) ||
    fail_with_logs "that was to take less than $milliseconds_to_go_on ms" "$bridge"
}

ended_at() { docker inspect -f '{{.State.FinishedAt}}' "$(container_of "$1")"; } # part

# When romeo's user agent showed that line, by Docker's own log.
shown_at() { # text
  milliseconds "$(docker logs --timestamps "$(container_of romeo)" | plain |
    awk -v text="$1" 'substr($0, index($0, " ") + 1) == text && !at { at = $1 } END { print at }')"
}

milliseconds() { date -d "$1" +%s%3N; } # of a time in RFC 3339

account_for_all() {
  title "what became of everything"
  await_outcomes
  echo "of the $lines lines that katharina wrote since, romeo was shown $(lines_shown | wc -l);" \
    "$(returned) came back to her, since nobody had the link"
  [[ $(lines_shown) == "$(lines_shown | sort -u -k 2n)" ]] ||
    fail_with_logs "lines were shown twice or in another order" romeo
  (($(log_of romeo | plain | grep -acxF "$waiting") == 1)) ||
    fail_with_logs "the message that had waited was shown twice" romeo
  echo "porin outbox list, in $bridge:"
  outbox "$bridge" | indent
  echo "its metrics:"
  metrics_of "$bridge" | plain |
    grep -aE '^porin_(cluster_(bridges|takeovers)|messages_(ended|open)|outbox_ended)' | indent
  (($(kept "$bridge") == 0)) || fail_with_logs "messages are left in the store" "$bridge"
  echo
  say "$bridge went on where $killed was killed, and nothing was lost"
}

# Until each line is with romeo or with katharina again: one that is neither is lost.
await_outcomes() {
  local deadline=$((SECONDS + 20))
  until (($(lines_shown | wc -l) + $(returned) == lines)); do
    ((SECONDS < deadline)) ||
      fail_with_logs "some of $lines lines were neither shown nor came back" "$bridge" kamailio
    sleep 0.2
  done
}

# Stanza errors that Prosody gave to katharina's client.
returned() { log_of prosody_padua 2>&1 | grep -acE "SEND: <message [^>]*type='error'" || true; }

tell_of_cluster() {
  cat <<END
=== From another terminal
    docker exec $(container_of katharina) /opt/xmpp-client/send $romeo 'Where is the life?'
    docker exec $(container_of romeo) /opt/sip-ua/send sip:$katharina 'Come on, and kiss me.'
    docker start $(container_of "$killed")    which stands by
    docker kill $(container_of "$bridge")     whose link it has 6 s later
  What they show: docker logs $(container_of romeo), and so for katharina, porin_a and porin_b.
  Your own client: account $katharina, password $katharina_password, server 127.0.0.1:$PADUA_PORT
Ctrl-C stops everything and removes it.
END
}
