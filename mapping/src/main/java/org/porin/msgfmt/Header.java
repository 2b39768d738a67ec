package org.porin.msgfmt;

import java.util.List;

/**
 * One message header (RFC 3862 §3).
 *
 * @param namespace the URI that the prefix, or the default, was bound to
 * @param prefix as written, empty for none
 * @param value unescaped
 * @param raw the whole line as it stands on the wire, without CRLF
 */
public record Header(
    String namespace,
    String prefix,
    String name,
    List<Parameter> parameters,
    String value,
    String raw) {
  public Header {
    parameters = List.copyOf(parameters);
  }

  /** A parameter of a header (RFC 3862 §3.6), its value unquoted. */
  public record Parameter(String name, String value) {}
}
