package org.porin.mapping;

import java.util.Optional;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.SipAnswer;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StanzaError.Type;

/** What this bridge's own refusals are on each side. */
final class ReasonTable {
  private ReasonTable() {}

  /** The stanza error condition. */
  static Condition condition(Reason reason) {
    return switch (reason) {
      case INVALID_ADDRESS -> Condition.JID_MALFORMED;
      case FORGED_SOURCE, UNPROVEN_CONNECTION, DENIED ->
          Condition.FORBIDDEN; // as RFC 7247 §7.2 maps 403
      case RELAY -> Condition.NOT_ALLOWED;
      case HOPS_EXHAUSTED, LOOP, UNSUPPORTED_CONTENT, UNSUPPORTED_REQUIRE ->
          Condition.NOT_ACCEPTABLE;
      case REPEAT_DIFFERS -> Condition.CONFLICT;
      case DOMAIN_NOT_FOUND -> Condition.REMOTE_SERVER_NOT_FOUND;
      case DOMAIN_IN_DOUBT, PEER_UNREACHABLE, PEER_TIMEOUT, LINK_DOWN ->
          Condition.REMOTE_SERVER_TIMEOUT;
      case TOO_LARGE -> Condition.POLICY_VIOLATION; // RFC 7572 §6
      case NOT_EXPRESSIBLE -> Condition.SERVICE_UNAVAILABLE; // OPEN g
      case CONGESTED,
          OVERLOADED,
          STOPPING,
          RATE_OF_SENDER,
          RATE_OF_PEER,
          RATE_OF_DESTINATION,
          FIRST_CONTACTS ->
          Condition.RESOURCE_CONSTRAINT;
      case NO_SUBSCRIPTION -> Condition.ITEM_NOT_FOUND; // as RFC 7247 §7.2 maps 481
      case DURATION_TOO_SHORT -> Condition.RESOURCE_CONSTRAINT; // and 423
      case IDENTITY_REQUIRED, IDENTITY_INVALID -> Condition.NOT_AUTHORIZED; // TRUST 7
      case CREDENTIAL_UNTRUSTED -> Condition.POLICY_VIOLATION;
      case IDENTITY_STALE, IDENTITY_REPLAYED, ATTESTATION_TOO_LOW -> Condition.FORBIDDEN;
      case CREDENTIAL_UNAVAILABLE, REPLAY_MEMORY_FULL, INTERNAL -> Condition.INTERNAL_SERVER_ERROR;
    };
  }

  /** What the sender can do: as the condition has it, but where TRUST 7 knows more. */
  static Type type(Reason reason) {
    return switch (reason) {
      case CREDENTIAL_UNAVAILABLE, REPLAY_MEMORY_FULL -> Type.WAIT;
      case CREDENTIAL_UNTRUSTED -> Type.CANCEL;
      default -> condition(reason).usualType();
    };
  }

  /** The reason phrase, where it tells one 403 from all others (RFC 8224 §6.2.2, TRUST 7). */
  static Optional<String> phrase(Reason reason) {
    return switch (reason) {
      case IDENTITY_STALE -> Optional.of(SipAnswer.STALE_DATE);
      case IDENTITY_REPLAYED -> Optional.of(SipAnswer.REPLAYED_IDENTITY);
      default -> Optional.empty();
    };
  }

  /** The SIP status code. */
  static int status(Reason reason) {
    return switch (reason) {
      case INVALID_ADDRESS, REPEAT_DIFFERS -> 400;
      case FORGED_SOURCE, UNPROVEN_CONNECTION, RELAY, DENIED -> 403;
      case IDENTITY_STALE, IDENTITY_REPLAYED, ATTESTATION_TOO_LOW -> 403;
      case DOMAIN_NOT_FOUND -> 404;
      case TOO_LARGE -> 413;
      case UNSUPPORTED_CONTENT -> 415;
      case CONGESTED, LINK_DOWN, RATE_OF_SENDER, RATE_OF_DESTINATION, FIRST_CONTACTS ->
          480; // OPEN p; a 503 would turn peers from the whole bridge
      case DURATION_TOO_SHORT -> 423;
      case NO_SUBSCRIPTION -> 481;
      case IDENTITY_REQUIRED -> 428;
      case CREDENTIAL_UNAVAILABLE -> 436;
      case CREDENTIAL_UNTRUSTED -> 437;
      case IDENTITY_INVALID -> 438;
      case LOOP -> 482;
      case HOPS_EXHAUSTED -> 483;
      case UNSUPPORTED_REQUIRE, NOT_EXPRESSIBLE -> 488; // OPEN v
      case INTERNAL -> 500;
      case STOPPING, OVERLOADED, RATE_OF_PEER, REPLAY_MEMORY_FULL ->
          503; // here it is the whole server, or the whole peer
      case DOMAIN_IN_DOUBT, PEER_UNREACHABLE, PEER_TIMEOUT -> 504;
    };
  }
}
