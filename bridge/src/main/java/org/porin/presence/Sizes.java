package org.porin.presence;

import java.util.List;
import org.porin.profile.Notification;
import org.porin.profile.PresenceService.Arrival;
import org.porin.stanza.Element;
import org.porin.stanza.PresenceStanza;

/** How much memory an input takes while it waits, about, in octets. */
final class Sizes {
  private static final int INPUT = 1_024;
  private static final int OBJECT = 96;

  private Sizes() {}

  static int of(PresenceStanza stanza) {
    return INPUT + of(stanza.children());
  }

  static int of(Notification notification) {
    return INPUT + notification.document().map(document -> document.octets().length()).orElse(0);
  }

  static int of(Arrival arrival) {
    return INPUT + arrival.accept().stream().mapToInt(type -> OBJECT + type.length()).sum();
  }

  private static int of(List<Element> elements) {
    int octets = 0;
    for (Element element : elements) {
      octets += OBJECT + 2 * element.text().length();
      for (Element.Attribute attribute : element.attributes()) {
        octets += OBJECT + 2 * attribute.value().length();
      }
      octets += of(element.children()); // the reader has bounded the depth
    }
    return octets;
  }
}
