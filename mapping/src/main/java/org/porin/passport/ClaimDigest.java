package org.porin.passport;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimMessage;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A digest in a claim: {@code sha256-} and base64 with padding (RFC 9475 §3.2). Those of {@code
 * msgi}, {@code bod}, {@code cpimd} and {@code prev} are written alike.
 */
public record ClaimDigest(Algorithm algorithm, Octets value) {
  /** The algorithms that all have to know (RFC 9475 §3.2). */
  public enum Algorithm {
    /** The one of every digest that is made here. */
    SHA256("sha256", "SHA-256", 32),
    /** Longer. */
    SHA384("sha384", "SHA-384", 48),
    /** The longest. */
    SHA512("sha512", "SHA-512", 64);

    private final String name;
    private final String javaName;
    private final int octets;

    Algorithm(String name, String javaName, int octets) {
      this.name = name;
      this.javaName = javaName;
      this.octets = octets;
    }

    private byte[] digest(byte[] content) {
      try {
        return MessageDigest.getInstance(javaName).digest(content);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("a Java without " + javaName, e);
      }
    }
  }

  /** The value has as many octets as its algorithm gives. */
  public ClaimDigest {
    if (value.length() != algorithm.octets) {
      throw new IllegalArgumentException("a digest of " + algorithm.octets + " octets");
    }
  }

  /** The digest of a body: {@code msgi} and {@code bod}. An empty body has one too. */
  public static ClaimDigest of(Octets body) {
    return of(body.toArray());
  }

  /**
   * {@code cpimd}: the digest of a Message/CPIM object without its Assertion lines (TRUST 1). The
   * NS line stays in, so it is to be there before.
   */
  public static ClaimDigest of(CpimMessage message) {
    return of(CpimCodec.encode(AssertionHeader.without(message)));
  }

  /** {@code prev}: the digest of the token before, all of it. */
  public static ClaimDigest of(SignedPassport previous) {
    return of(previous.token().getBytes(StandardCharsets.US_ASCII));
  }

  private static ClaimDigest of(byte[] content) {
    Algorithm algorithm = Algorithm.SHA256;
    return new ClaimDigest(algorithm, Octets.copyOf(algorithm.digest(content)));
  }

  /**
   * Reads a claim.
   *
   * @throws MalformedException for an unknown algorithm, and for what is not its base64
   */
  public static ClaimDigest parse(String text) throws MalformedException {
    for (Algorithm algorithm : Algorithm.values()) {
      if (text.startsWith(algorithm.name + "-")) {
        return new ClaimDigest(algorithm, value(text, algorithm));
      }
    }
    throw new MalformedException("sha256-, sha384- or sha512-", 0);
  }

  private static Octets value(String text, Algorithm algorithm) throws MalformedException {
    int start = algorithm.name.length() + 1;
    String written = text.substring(start);
    byte[] octets = new byte[0];
    if (written.length() == (algorithm.octets + 2) / 3 * 4) {
      try {
        octets = Base64.getDecoder().decode(written);
      } catch (IllegalArgumentException e) {
        throw new MalformedException("base64", start);
      }
    }
    if (octets.length != algorithm.octets
        || !Base64.getEncoder().encodeToString(octets).equals(written)) {
      throw new MalformedException("base64 of " + algorithm.octets + " octets", start);
    }
    return Octets.copyOf(octets);
  }

  /** Whether this is the digest of that body. */
  public boolean matches(Octets body) {
    return value.equals(Octets.copyOf(algorithm.digest(body.toArray())));
  }

  /**
   * Whether this is the digest of that object without its Assertion lines. It has to be read by the
   * letter, so that it is written as it came.
   */
  public boolean matches(CpimMessage message) {
    return matches(CpimCodec.encode(AssertionHeader.without(message)));
  }

  /** Whether this is the digest of that token. */
  public boolean matches(SignedPassport previous) {
    return matches(Octets.utf8(previous.token()));
  }

  /** The claim as it is written. */
  @Override
  public String toString() {
    return algorithm.name + "-" + Base64.getEncoder().encodeToString(value.toArray());
  }
}
