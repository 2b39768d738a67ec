package org.porin.passport;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What is signed: a PASSporT's header and claims as a value (RFC 8225 §4, §5). Claims that nobody
 * here knows are not in it; they stay in the token, under its signature.
 *
 * @param x5u where the certificate of the signer is
 * @param orig who speaks
 * @param dest to whom, at least one
 * @param issuedAt {@code iat}: when, to the second
 * @param attestation {@code attest}: how sure the signer is; strangers may leave it out of what is
 *     not ours
 * @param id {@code jti}: the same in all tokens that speak of one message; left out as before
 * @param scope what else it speaks of
 */
public record Passport(
    String x5u,
    Identifier orig,
    List<Identifier> dest,
    Instant issuedAt,
    Optional<Attestation> attestation,
    Optional<String> id,
    Scope scope) {
  /** The most that one token may be for. */
  public static final int MAX_DESTINATIONS = 64;

  static final int MAX_ID_CHARS = 128;
  static final long MOST_SECONDS = 253_402_300_799L; // the year 9999

  /**
   * Cuts the time to seconds.
   *
   * @throws IllegalArgumentException when a part is not as described above
   */
  public Passport {
    issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
    dest = List.copyOf(dest);
    long seconds = issuedAt.getEpochSecond();
    if (!UriSyntax.isAbsolute(x5u) || seconds < 0 || seconds > MOST_SECONDS) {
      throw new IllegalArgumentException("an x5u and a time");
    }
    if (dest.isEmpty() || dest.size() > MAX_DESTINATIONS) {
      throw new IllegalArgumentException("1 to " + MAX_DESTINATIONS + " destinations");
    }
    if (id.isPresent() && !isId(id.get())) {
      throw new IllegalArgumentException("a jti of visible characters");
    }
    boolean ours = scope instanceof Scope.CpimObject || scope instanceof Scope.Gateway;
    if (ours && (attestation.isEmpty() || id.isEmpty())) {
      throw new IllegalArgumentException("attest and jti");
    }
  }

  /** Which kind of token it makes. */
  public TokenKind kind() {
    return scope.kind();
  }

  private static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_ID_CHARS
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }
}
