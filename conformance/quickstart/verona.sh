# A second XMPP domain, verona.example, behind a bridge of its own: what juliet writes there is known
# to be hers, and what somebody else writes in her name is refused. Sourced. native.sh and docker.sh
# give besides: forge HOW TEXT, which shows what verona's bridge answers to it, and verona_metrics.
# shellcheck shell=bash

readonly benvolio=benvolio@verona.example benvolio_password=orchard
readonly to_benvolio='Is thy news good, or bad? Answer to that.'
readonly from_benvolio='The day is hot, the Capulets abroad.'
readonly forged='Meet me at the friar’s. Come alone.'

start_verona() {
  say "starting verona.example: Prosody, and Porin with a key of its own"
  start prosody_verona
  await prosody_verona "Activated service 'component'"
  start porin_verona
  start benvolio
  await porin_verona "component link up"
  await benvolio "$benvolio is online"
}

know_each_other() {
  title "juliet writes to benvolio, from bridge to bridge over mutual TLS"
  client juliet send "$benvolio" "$to_benvolio"
  await_message benvolio "$to_benvolio"
  echo "the stanza, as verona's Prosody gave it to benvolio's client, with who vouches for it:"
  known prosody_verona "$to_benvolio" capulet.example | indent
  client benvolio send "$juliet" "$from_benvolio"
  await_message juliet "$from_benvolio"
  echo "and benvolio's answer, as capulet's Prosody gave it to juliet's client:"
  known prosody "$from_benvolio" verona.example | indent
}

# The stanza that a client was given; fails where nobody vouches for it.
known() { # part text signer
  local stanza
  stanza=$(log_of "$1" 2>&1 | plain | grep -a 'SEND: <message' | grep -aF "$2" | tail -n 1)
  [[ $stanza == *"<assertion "*"signer='$3'"* ]] ||
    fail_with_logs "nobody vouches for “$2”" porin porin_verona
  echo "${stanza##*SEND: }"
}

refuse_forgeries() {
  title "somebody connects by TLS and writes to benvolio in juliet's name"
  refused stranger 403 porin_sip_unproven_total
  echo "TLS was enough for that: who speaks for capulet.example has to show its certificate."
  title "mantua.example keeps a proxy for capulet.example, and has a TLS certificate that names both."
  echo "It writes in juliet's name, and signs that with a key of its own:"
  refused gateway 438 'porin_identity_faults_total{cause="signature"}'
  echo "The connection was believed. The signature is not by the key of capulet.example."
  echo
}

# What comes by forge is answered so, counted, and not shown.
refused() { # how status counter
  local answer before after
  before=$(counted "$3")
  answer=$(forge "$1" "$forged" | plain | sed -n 1p)
  after=$(counted "$3")
  echo "verona's bridge answers: $answer"
  [[ $answer == "SIP/2.0 $2 "* ]] ||
    fail_with_logs "the forged message was not refused with $2" porin_verona
  ((after == before + 1)) || fail_with_logs "$3 went from $before to $after" porin_verona
  echo "and counts it: $3 $after"
  ! shows benvolio "$forged" || fail_with_logs "the forged message was shown" porin_verona
  echo "benvolio's client shows nothing of it."
}

# The number behind a name among verona's metrics; 0 where it is not there yet.
counted() { # series
  verona_metrics | plain |
    awk -v series="$1" '$1 == series { value = $2 } END { printf "%d\n", value }'
}
