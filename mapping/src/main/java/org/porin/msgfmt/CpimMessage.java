package org.porin.msgfmt;

import java.util.List;

/**
 * A Message/CPIM object (RFC 3862 §2).
 *
 * @param headers the message headers, in order
 * @param entity the encapsulated MIME entity
 */
public record CpimMessage(List<Header> headers, MimeEntity entity) {
  public CpimMessage {
    headers = List.copyOf(headers);
  }
}
