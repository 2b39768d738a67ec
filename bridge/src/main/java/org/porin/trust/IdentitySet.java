package org.porin.trust;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.porin.passport.Identity;
import org.porin.passport.TokenKind;
import org.porin.sip.SipHeaders;
import org.porin.wire.MalformedException;

/**
 * The Identity headers of a request, sorted by what they speak of (TRUST 6 steps 1 and 2, RFC 8946
 * §4.2: their order says nothing). The same one twice is one.
 *
 * @param senders by whom the request was sent, the innermost
 * @param diversions of those who changed its target
 * @param gateways of those whom it passed
 * @param unknown how many are of kinds that nobody here knows, ignored (RFC 8224 §6.2 step 1)
 * @param malformed what breaks the grammar; another one may be right (§6.2.1)
 */
record IdentitySet(
    List<Identity> senders,
    List<Identity> diversions,
    List<Identity> gateways,
    int unknown,
    Optional<InvalidAssertionException> malformed) {

  static IdentitySet of(SipHeaders headers) throws InvalidAssertionException {
    List<String> values = headers.all(Identity.NAME);
    requireFew(values);
    List<Identity> senders = new ArrayList<>(1);
    List<Identity> diversions = new ArrayList<>(0);
    List<Identity> gateways = new ArrayList<>(0);
    int unknown = 0;
    Optional<InvalidAssertionException> malformed = Optional.empty();
    for (String value : new LinkedHashSet<>(values)) {
      Optional<Identity> identity = Optional.empty();
      try {
        identity = Optional.of(Identity.parse(value));
      } catch (MalformedException e) {
        malformed = Optional.of(malformed("Identity: " + e.getMessage()));
      }
      Optional<TokenKind> kind = identity.flatMap(Identity::kind);
      if (kind.isEmpty()) {
        unknown += identity.isPresent() ? 1 : 0;
      } else {
        (switch (kind.get()) {
              case MESSAGE, BASE, CPIM -> senders; // CPIM is refused there: its place is the object
              case DIVERSION -> diversions;
              case GATEWAY -> gateways;
            })
            .add(identity.get());
      }
    }
    return new IdentitySet(
        List.copyOf(senders), List.copyOf(diversions), List.copyOf(gateways), unknown, malformed);
  }

  /** Whether nothing can be looked at further. */
  boolean isEmpty() {
    return senders.isEmpty() && gateways.isEmpty();
  }

  private static void requireFew(List<String> values) throws InvalidAssertionException {
    long chars = values.stream().mapToLong(String::length).sum();
    if (values.size() > Identity.MAX_VALUES || chars > Identity.MAX_ALL_CHARS) {
      throw malformed("more than " + Identity.MAX_VALUES + " identities, or too long ones");
    }
  }

  private static InvalidAssertionException malformed(String text) {
    return new InvalidAssertionException(1, AssertionFault.MALFORMED, text);
  }
}
