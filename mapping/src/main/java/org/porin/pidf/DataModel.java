package org.porin.pidf;

import java.util.List;
import org.porin.stanza.Element;

/**
 * The data components that RFC 4479 §5 adds to a document. What they say is of a person or device:
 * it is no status of a tuple, and their notes are no notes of PIDF.
 */
public final class DataModel {
  private DataModel() {}

  /** The {@code <dm:person/>} elements, in order; {@link Activities#in} reads their children. */
  public static List<Element> persons(Presence presence) {
    return named(presence, "person");
  }

  /** The {@code <dm:device/>} elements, in order; {@link UserInput#in} reads their children. */
  public static List<Element> devices(Presence presence) {
    return named(presence, "device");
  }

  private static List<Element> named(Presence presence, String name) {
    return Extensions.find(presence.extensions(), Namespaces.DATA_MODEL, name, DataModel::isKnown)
        .toList();
  }

  private static boolean isKnown(Element element) {
    return Rpid.isRecognised(element)
        || (element.namespace().equals(Namespaces.DATA_MODEL)
            && switch (element.name()) {
              case "person", "device", "deviceID", "note", "timestamp" -> true;
              default -> false;
            });
  }
}
