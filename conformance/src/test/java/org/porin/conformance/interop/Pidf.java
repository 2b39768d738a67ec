package org.porin.conformance.interop;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Presence documents as SIP user agents write them (RFC 3863, RFC 4480). */
final class Pidf {
  private Pidf() {}

  /**
   * A document.
   *
   * @param presentity without scheme
   * @param tuples made by {@link #open}, {@link #away} and {@link #closed}
   */
  static String of(String presentity, String... tuples) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <presence xmlns="urn:ietf:params:xml:ns:pidf"
            xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
            xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="pres:%s">
        %s
        </presence>
        """
        .formatted(presentity, Arrays.stream(tuples).collect(Collectors.joining("\n")));
  }

  /** A device that takes messages. */
  static String open(String id, String note) {
    return tuple(id, "open", "", note);
  }

  /** A device whose user is away. */
  static String away(String id, String note) {
    return tuple(id, "open", "<show xmlns=\"jabber:client\">away</show>", note);
  }

  /** A device that is off. */
  static String closed(String id) {
    return tuple(id, "closed", "", "");
  }

  private static String tuple(String id, String basic, String extension, String note) {
    return "  <tuple id=\"%s\"><status><basic>%s</basic>%s</status>%s</tuple>"
        .formatted(id, basic, extension, note.isEmpty() ? "" : "<note>" + note + "</note>");
  }
}
