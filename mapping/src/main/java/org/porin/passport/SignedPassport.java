package org.porin.passport;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.porin.passport.JsonValue.JsonObject;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A token: a PASSporT as compact JWS in its full form (RFC 8225 §6, RFC 7515 §7.1). Whether its
 * signature is right is not known here. A value: two are equal when their tokens are.
 */
public final class SignedPassport {
  /** The longest token, in chars (TRUST 3). */
  public static final int MAX_CHARS = 8_192;

  /** Octets of a signature by ES256: r and s (RFC 7518 §3.4). */
  public static final int SIGNATURE_OCTETS = 64;

  private static final int SIGNATURE_CHARS = 87; // with the dot before it
  private static final String COMPACT = "..";

  private final Passport passport;
  private final String signingInput;
  private final Octets signature;
  private final Optional<Instant> expiry;

  private SignedPassport(
      Passport passport, String signingInput, Octets signature, Optional<Instant> expiry) {
    if (signature.length() != SIGNATURE_OCTETS) {
      throw new IllegalArgumentException("a signature of 64 octets");
    }
    this.passport = passport;
    this.signingInput = signingInput;
    this.signature = signature;
    this.expiry = expiry;
  }

  /** Makes the 64 octets of a signature. */
  @FunctionalInterface
  public interface Signer<X extends Exception> {
    /** The signature of these octets. */
    Octets sign(Octets signingInput) throws X;
  }

  /**
   * Signs what a token is to say.
   *
   * @throws IllegalArgumentException if it says so much that nobody would read it
   */
  public static <X extends Exception> SignedPassport sign(Passport passport, Signer<X> signer)
      throws X {
    String input = signingInput(passport);
    if (input.length() > MAX_CHARS - SIGNATURE_CHARS) {
      throw new IllegalArgumentException("at most " + MAX_CHARS + " chars of a token");
    }
    return new SignedPassport(passport, input, signer.sign(octets(input)), Optional.empty());
  }

  /**
   * Reads a token in its full form: three parts, each in the one spelling that it has, with the
   * header and the claims of {@link Passport}. Offsets in the exception count chars.
   *
   * @throws MalformedException for everything else, the compact form among it
   */
  public static SignedPassport parse(String token) throws MalformedException {
    if (token.length() > MAX_CHARS) {
      throw new MalformedException("at most " + MAX_CHARS + " chars of a token", MAX_CHARS);
    }
    if (isCompact(token)) {
      throw new MalformedException("the full form of a token", 0);
    }
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0) {
      throw new MalformedException("three parts with '.' between them", token.length());
    }
    JsonObject header = json(token, 0, first);
    JsonObject claims = json(token, first + 1, second);
    Octets signature = signature(token, second + 1);
    PassportReader reader = new PassportReader(header, claims);
    return new SignedPassport(
        reader.read(), token.substring(0, second), signature, reader.expiry());
  }

  /**
   * The token of a compact form (RFC 8225 §7): what it leaves out is rebuilt from the request that
   * carries it.
   *
   * @throws MalformedException if the text is not two dots and a signature
   */
  public static SignedPassport rebuild(String compact, Passport passport)
      throws MalformedException {
    if (!isCompact(compact)) {
      throw new MalformedException("the compact form of a token", 0);
    }
    Octets signature = signature(compact, COMPACT.length());
    return new SignedPassport(passport, signingInput(passport), signature, Optional.empty());
  }

  /** Whether a text is of the compact form, with neither header nor claims. */
  static boolean isCompact(String token) {
    return token.startsWith(COMPACT);
  }

  /** What it says. */
  public Passport passport() {
    return passport;
  }

  /** From when on it is worth nothing, where it says so: never in a token of ours (RFC 7519). */
  public Optional<Instant> expiry() {
    return expiry;
  }

  /** What the signature is of: header and claims as they are written (RFC 7515 §5.1). */
  public Octets signingInput() {
    return octets(signingInput);
  }

  /** The signature: 32 octets of r, 32 of s. */
  public Octets signature() {
    return signature;
  }

  /** The token as it is written. */
  public String token() {
    return signingInput + "." + Base64Url.encode(signature.toArray());
  }

  /**
   * Tells it from all others, whoever signed: SHA-256 of the signing input in hexadecimal. A
   * signature by ECDSA has two values, which must not make one token two (TRUST 9).
   */
  public String name() {
    return HexFormat.of().formatHex(ClaimDigest.of(signingInput()).value().toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedPassport that
        && signingInput.equals(that.signingInput)
        && signature.equals(that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * signingInput.hashCode() + signature.hashCode();
  }

  /** Says which kind, never the token: who has it could send it again. */
  @Override
  public String toString() {
    return passport.kind() + " token";
  }

  private static String signingInput(Passport passport) {
    return part(PassportWriter.header(passport)) + "." + part(PassportWriter.claims(passport));
  }

  private static String part(JsonObject object) {
    return Base64Url.encode(CanonicalJson.encode(object).getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject json(String token, int from, int to) throws MalformedException {
    Octets octets = decode(token, from, to);
    try {
      return CanonicalJson.decode(octets);
    } catch (MalformedException e) { // four chars hold three octets
      throw new MalformedException(e.expected(), from + e.offset() * 4 / 3);
    }
  }

  private static Octets signature(String token, int from) throws MalformedException {
    Octets signature = decode(token, from, token.length());
    if (signature.length() != SIGNATURE_OCTETS) {
      throw new MalformedException("a signature of 64 octets", from);
    }
    return signature;
  }

  private static Octets decode(String token, int from, int to) throws MalformedException {
    try {
      return Base64Url.decode(token.substring(from, to));
    } catch (MalformedException e) {
      throw e.within(from);
    }
  }

  private static Octets octets(String ascii) {
    return Octets.copyOf(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
