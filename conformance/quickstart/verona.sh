# A second XMPP domain, verona.example, behind a bridge of its own: what juliet writes there is known
# to be hers, and what somebody else writes in her name is refused. Sourced. native.sh and docker.sh
# give besides: forge TEXT, which reads a request and shows the answer of verona's bridge.
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

refuse_a_forgery() {
  local answer
  title "somebody writes to benvolio in juliet's name, by TLS, without a key of capulet.example"
  answer=$(forgery | forge | plain | head -n 1)
  echo "verona's bridge answers: $answer"
  [[ $answer == "SIP/2.0 4"* ]] || fail_with_logs "the forged message was not refused" porin_verona
  ! shows benvolio "$forged" || fail_with_logs "the forged message was shown" porin_verona
  echo "benvolio's client shows nothing of it."
  echo
}

forgery() {
  local length
  length=$(printf %s "$forged" | wc -c)
  printf '%s\r\n' "MESSAGE sip:$benvolio SIP/2.0" \
    "Via: SIP/2.0/TLS forger.invalid;branch=z9hG4bKforged;rport" "Max-Forwards: 70" \
    "From: <sip:$juliet>;tag=1" "To: <sip:$benvolio>" "Call-ID: forged" "CSeq: 1 MESSAGE" \
    "Content-Type: text/plain;charset=utf-8" "Content-Length: $length" ""
  printf %s "$forged"
}
