package org.porin.profile;

import java.time.Duration;
import java.util.Optional;
import org.porin.stanza.StanzaError;

/** Why an operation failed; each edge words it in its own protocol ({@code ErrorMapping}). */
public sealed interface Failure {
  /** The cause in words, for a person; names no address of the network. */
  String text();

  /**
   * This bridge itself refused or could not.
   *
   * @param retryAfter after which it is worth another try, in whole seconds; empty where nobody
   *     knows
   */
  record Refused(Reason reason, String text, Optional<Duration> retryAfter) implements Failure {
    /** Where nobody knows when to try again. */
    public Refused(Reason reason, String text) {
      this(reason, text, Optional.empty());
    }
  }

  /**
   * A SIP peer answered with a final response other than 2xx.
   *
   * @param status 300 to 699
   * @param contact the new address of a 301 or 302
   * @param retryAfter after which the peer wants to be asked again; empty where it does not say
   */
  record SipAnswer(int status, String text, Optional<String> contact, Optional<Duration> retryAfter)
      implements Failure {
    /** The reason phrase of a 403 that a new Date will do for (RFC 8224 §6.2.2). */
    public static final String STALE_DATE = "Stale Date";

    /** That of one for a signature that came before (TRUST 7). */
    public static final String REPLAYED_IDENTITY = "Replayed Identity";

    public SipAnswer {
      if (status < 300 || status > 699) {
        throw new IllegalArgumentException("a failing final response is 300 to 699");
      }
    }

    /** Where the peer does not say when to ask again. */
    public SipAnswer(int status, String text, Optional<String> contact) {
      this(status, text, contact, Optional.empty());
    }

    /** Whether it is about who speaks, and not about what is said. */
    public boolean isAboutIdentity() {
      return isAboutIdentity(status, text);
    }

    /**
     * Whether a response is about who speaks (RFC 8224 §6.2.2, TRUST 7): of the many 403 there are,
     * those alone that say so.
     */
    public static boolean isAboutIdentity(int status, String reasonPhrase) {
      return switch (status) {
        case 428, 436, 437, 438 -> true;
        case 403 ->
            reasonPhrase.equalsIgnoreCase(STALE_DATE)
                || reasonPhrase.equalsIgnoreCase(REPLAYED_IDENTITY);
        default -> false;
      };
    }
  }

  /**
   * The XMPP side bounced the stanza.
   *
   * @param fromFullJid whether the error speaks of a full JID (RFC 7247 §7.1 tells them apart)
   */
  record StanzaBounce(StanzaError error, boolean fromFullJid) implements Failure {
    @Override
    public String text() {
      return error.text().orElse(error.condition().wire());
    }
  }

  /** What this bridge itself refuses, or finds that it cannot do. */
  enum Reason {
    /** Source or destination is no valid instant inbox (RFC 3860 §3.4.1 check 1). */
    INVALID_ADDRESS,
    /** The source claims a domain that does not send by this side: a forged {@code From}. */
    FORGED_SOURCE,
    /**
     * The source's domain has to prove itself by TLS, and the connection does not (RFC 5922 §7.4).
     */
    UNPROVEN_CONNECTION,
    /** Neither end is a served domain: this bridge is no relay. */
    RELAY,
    /** The operator's policy does not let this pair pass (RFC 3860 §3.4.1 check 3). */
    DENIED,
    /** One sender sends faster than the operator allows. */
    RATE_OF_SENDER,
    /** One SIP peer sends faster than the operator allows, whoever its senders are. */
    RATE_OF_PEER,
    /** One destination gets more than the operator allows, whoever its senders are. */
    RATE_OF_DESTINATION,
    /** Too many at once that have not been written to before. */
    FIRST_CONTACTS,
    /** Max-Forwards is used up (RFC 3860 §3.4.2). */
    HOPS_EXHAUSTED,
    /** This bridge has seen the operation before (OPEN a). */
    LOOP,
    /** A repeat under a known identity with other content (OPEN b). */
    REPEAT_DIFFERS,
    /** The domain does not exist, or offers no instant inbox by any protocol known here. */
    DOMAIN_NOT_FOUND,
    /** DNS gave no answer; trying later may help. */
    DOMAIN_IN_DOUBT,
    /** Every target of the peer refused the connection or was out of reach. */
    PEER_UNREACHABLE,
    /** The peer took the message and did not answer in time. */
    PEER_TIMEOUT,
    /** Larger than the path may carry (RFC 3428 §8). */
    TOO_LARGE,
    /** Content that cannot be expressed on the other side (RFC 3922 §4.2.9). */
    UNSUPPORTED_CONTENT,
    /** {@code Require} names what this bridge does not know (RFC 3922 §4.2.7). */
    UNSUPPORTED_REQUIRE,
    /** Not expressible as an instant message at all (OPEN g). */
    NOT_EXPRESSIBLE,
    /** A queue is full. */
    CONGESTED,
    /** This bridge as a whole has too much to do, whoever asks. */
    OVERLOADED,
    /** The link to the XMPP server is down, or did not confirm in time. */
    LINK_DOWN,
    /** There is no subscription that the operation could belong to (RFC 6665 §4.1.3). */
    NO_SUBSCRIPTION,
    /** Asked for a shorter time than the operator grants (RFC 6665 §4.2.1.1). */
    DURATION_TOO_SHORT,
    /** The operator wants to know who speaks, and nobody vouches for it (RFC 8224 §6.2.2, 428). */
    IDENTITY_REQUIRED,
    /** Somebody vouches, and its certificate is not to be had (436). */
    CREDENTIAL_UNAVAILABLE,
    /** Somebody vouches whose certificate is not believed, or no longer (437). */
    CREDENTIAL_UNTRUSTED,
    /** What vouches is broken, or speaks of something else (438). */
    IDENTITY_INVALID,
    /** It was signed too long ago, or in the future (RFC 8224 §6.2 step 4). */
    IDENTITY_STALE,
    /** It came before with another operation (TRUST 7). */
    IDENTITY_REPLAYED,
    /** It says less than the operator wants to know. */
    ATTESTATION_TOO_LOW,
    /** Too many are remembered to know whether this one came before (TRUST 9). */
    REPLAY_MEMORY_FULL,
    /** The bridge is stopping. */
    STOPPING,
    /** A fault of our own. */
    INTERNAL
  }
}
