package org.porin.passport;

import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * Who a claim names: a telephone number or a URI (RFC 8225 §5.2.1).
 *
 * @param kind which of the two
 * @param value as it stands in the claim; {@link #canonical()} is what is to be compared
 */
public record Identifier(Kind kind, String value) {
  /** What it is, and the member that holds it. */
  public enum Kind {
    /** A telephone number: digits, {@code #} and {@code *} (RFC 8224 §8.3). */
    NUMBER("tn"),
    /** A URI (RFC 3986). */
    URI("uri");

    private final String member;

    Kind(String member) {
      this.member = member;
    }

    /** The name of the member. */
    String member() {
      return member;
    }
  }

  /**
   * Checks what can be checked without knowing the scheme.
   *
   * @throws IllegalArgumentException if the value is no number or no absolute URI
   */
  public Identifier {
    if (!(kind == Kind.NUMBER ? TelephoneNumber.isCanonical(value) : UriSyntax.isAbsolute(value))) {
      throw new IllegalArgumentException("a telephone number or an absolute URI");
    }
  }

  /**
   * Who a URI of From, To, P-Asserted-Identity or an {@code im:} address names, in canonical form.
   * A {@code tel:} URI, or {@code user=phone} with a number that begins with its country code, is a
   * number; digits alone are none (RFC 8224 §8.1).
   *
   * @throws MalformedException when the URI has no canonical form
   */
  public static Identifier of(String uri) throws MalformedException {
    if (!UriSyntax.isAbsolute(uri)) {
      throw new MalformedException("an absolute URI", 0);
    }
    Optional<String> number = TelephoneNumber.find(uri);
    return number.isPresent()
        ? new Identifier(Kind.NUMBER, number.get())
        : of(CanonicalUri.parse(uri));
  }

  /** Who a canonical URI names. */
  public static Identifier of(CanonicalUri uri) {
    return new Identifier(Kind.URI, uri.toString());
  }

  /**
   * The same in canonical form.
   *
   * @throws MalformedException when the URI has none
   */
  public Identifier canonical() throws MalformedException {
    return kind == Kind.NUMBER ? this : of(value);
  }

  /**
   * Whether both name one mailbox, whatever the scheme: so an {@code im:} address is compared with
   * a {@code sip:} one (TRUST 1).
   *
   * @throws MalformedException when a URI has no canonical form
   */
  public boolean isMailboxOf(Identifier that) throws MalformedException {
    Identifier left = canonical();
    Identifier right = that.canonical();
    if (left.kind == Kind.NUMBER || right.kind == Kind.NUMBER) {
      return left.equals(right);
    }
    return CanonicalUri.parse(left.value).isMailboxOf(CanonicalUri.parse(right.value));
  }
}
