package org.porin.address;

import org.porin.wire.MalformedException;

/**
 * Who a presentity or a watcher is (RFC 3859 §3.2): {@code pres:fred@example.com}. Two are equal
 * when they are so after percent-decoding. It does not follow that {@code im:fred@example.com} is
 * there too, or the same (RFC 2779 §2.1.2).
 *
 * @param localPart held decoded; 1 to 1023 octets of UTF-8 without control characters
 * @param domain A-labels in lower case, fully qualified (RFC 3861 §3), no IP literal
 */
public record PresUri(String localPart, String domain) {
  private static final String SCHEME = "pres:";

  /**
   * Takes the domain in any form and holds it in A-labels.
   *
   * @throws IllegalArgumentException when a part is not as described above
   */
  public PresUri {
    domain = MailboxUri.checkedDomain(localPart, domain);
  }

  /**
   * Reads the wire form, by the rules of {@link ImUri#parse}: headers are dropped (RFC 3859 §A.2).
   * The display name that the mailbox of §A.2 could have is not taken. Offsets in the exception
   * count chars.
   *
   * @throws MalformedException when the text names nobody, as {@code pres:} alone
   */
  public static PresUri parse(String text) throws MalformedException {
    MailboxUri uri = MailboxUri.parse(SCHEME, text);
    return new PresUri(uri.localPart(), uri.domain());
  }

  /** The wire form (RFC 3922 §3.2 steps 4 to 6). */
  @Override
  public String toString() {
    return MailboxUri.wire(SCHEME, localPart, domain);
  }
}
