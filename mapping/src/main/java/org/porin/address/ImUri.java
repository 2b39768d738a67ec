package org.porin.address;

import org.porin.wire.MalformedException;

/**
 * Where an instant inbox is (RFC 3860 §3.2): {@code im:fred@example.com}. Two are equal when they
 * are so after percent-decoding.
 *
 * @param localPart held decoded; 1 to 1023 octets of UTF-8 without control characters
 * @param domain A-labels in lower case, fully qualified (RFC 3861 §3), no IP literal
 */
public record ImUri(String localPart, String domain) {
  /** The longest wire form that is read, in chars; headers that are dropped count. */
  public static final int MAX_CHARS = MailboxUri.MAX_CHARS;

  private static final String SCHEME = "im:";

  /**
   * Takes the domain in any form and holds it in A-labels.
   *
   * @throws IllegalArgumentException when a part is not as described above
   */
  public ImUri {
    domain = MailboxUri.checkedDomain(localPart, domain);
  }

  /**
   * Reads the wire form; the only way in from the network. Headers behind the domain mean nothing
   * to an instant inbox and are dropped (RFC 3860 §A.2). A question mark before the {@code @} is
   * part of the local part, since RFC 3922 §3.2 step 4 leaves it there. Offsets in the exception
   * count chars.
   *
   * @throws MalformedException when the text names no instant inbox
   */
  public static ImUri parse(String text) throws MalformedException {
    MailboxUri uri = MailboxUri.parse(SCHEME, text);
    return new ImUri(uri.localPart(), uri.domain());
  }

  /** By hand: what a record has by itself costs more, and tables look for these all the time. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ImUri that
        && localPart.equals(that.localPart)
        && domain.equals(that.domain);
  }

  @Override
  public int hashCode() {
    return 31 * localPart.hashCode() + domain.hashCode();
  }

  /** The wire form (RFC 3922 §3.2 steps 4 to 6). */
  @Override
  public String toString() {
    return MailboxUri.wire(SCHEME, localPart, domain);
  }
}
