package org.porin.msgfmt;

import java.util.List;
import org.porin.wire.Octets;

/**
 * The encapsulated MIME entity with its exact octets (RFC 3862 §2.4).
 *
 * @param headers in order, unfolded
 * @param body what follows the blank line
 * @param octets the whole entity, headers and body, as it stands on the wire
 */
public record MimeEntity(List<MimeHeader> headers, Octets body, Octets octets) {
  public MimeEntity {
    headers = List.copyOf(headers);
  }

  /** One MIME header field; names compare without case. */
  public record MimeHeader(String name, String value) {}
}
