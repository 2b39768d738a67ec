package org.porin.trust;

import org.porin.passport.Identifier;
import org.porin.passport.Passport;

/** Step 9 of TRUST 6: whether a token speaks of these two. */
final class Parties {
  private Parties() {}

  /**
   * Compares a token with the request.
   *
   * @param diverted whether others account for another Request-URI
   */
  static void require(Passport passport, Signalling signalling, boolean diverted)
      throws InvalidAssertionException {
    if (!signalling.isFrom(passport.orig())) {
      throw new InvalidAssertionException(9, AssertionFault.ORIGIN, "orig is not who is in From");
    }
    if (passport.dest().stream().noneMatch(each -> Signalling.isSame(each, signalling.to()))) {
      throw new InvalidAssertionException(
          9, AssertionFault.DESTINATION, "dest is not who is in To");
    }
    if (!diverted && signalling.target().filter(target -> !isFor(passport, target)).isPresent()) {
      throw new InvalidAssertionException(
          9, AssertionFault.DESTINATION, "dest is not who is in the Request-URI");
    }
  }

  /** Whether a token is for somebody; an {@code im:} Request-URI names who a {@code sip:} one. */
  static boolean isFor(Passport passport, Identifier target) {
    return passport.dest().stream().anyMatch(each -> Signalling.isMailbox(each, target));
  }
}
