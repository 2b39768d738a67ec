package org.porin.trust;

import java.time.Instant;
import java.util.Optional;
import org.porin.passport.Identifier;
import org.porin.sip.SipRequest;
import org.porin.wire.MalformedException;

/**
 * What the request itself says of who speaks to whom, in canonical form (RFC 8224 §6.2 step 2). A
 * token is compared with this, and never believed in its place.
 *
 * @param target whom the Request-URI names; empty within a dialog, where it names a device
 * @param date the header of that name
 */
record Signalling(
    SipRequest request,
    Identifier from,
    Identifier to,
    Optional<Identifier> target,
    Optional<Instant> date) {

  static Signalling of(SipRequest request) throws InvalidAssertionException {
    return new Signalling(
        request,
        identifier(request.from().uri(), AssertionFault.ORIGIN, "From"),
        identifier(request.to().uri(), AssertionFault.DESTINATION, "To"),
        isInDialog(request)
            ? Optional.empty()
            : Optional.of(
                identifier(request.requestUri(), AssertionFault.DESTINATION, "Request-URI")),
        date(request));
  }

  /** Whether a token names who sends. */
  boolean isFrom(Identifier orig) {
    return isSame(orig, from);
  }

  private static boolean isInDialog(SipRequest request) {
    return !request.method().equals("MESSAGE") && request.to().tag().isPresent();
  }

  private static Identifier identifier(String uri, AssertionFault fault, String header)
      throws InvalidAssertionException {
    try {
      return Identifier.of(uri);
    } catch (MalformedException e) {
      throw new InvalidAssertionException(3, fault, header + " names nobody who could sign");
    }
  }

  private static Optional<Instant> date(SipRequest request) throws InvalidAssertionException {
    try {
      return request.date();
    } catch (MalformedException e) {
      throw new InvalidAssertionException(3, AssertionFault.MALFORMED, "Date is no date");
    }
  }

  /** Whether both are the same in canonical form; what has none is nobody. */
  static boolean isSame(Identifier one, Identifier other) {
    try {
      return one.canonical().equals(other.canonical());
    } catch (MalformedException e) {
      return false;
    }
  }

  /** Whether both are one mailbox, whatever the scheme. */
  static boolean isMailbox(Identifier one, Identifier other) {
    try {
      return one.isMailboxOf(other);
    } catch (MalformedException e) {
      return false;
    }
  }
}
