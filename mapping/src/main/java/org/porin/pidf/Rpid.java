package org.porin.pidf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.porin.stanza.Element;
import org.porin.stanza.Element.Attribute;
import org.porin.stanza.Element.Text;

/** What the elements of RPID that are read here have in common (RFC 4480 §3.1, §5.1). */
final class Rpid {
  private Rpid() {}

  /** Whether an element is one that is read here. */
  static boolean isRecognised(Element element) {
    return element.namespace().equals(Namespaces.RPID)
        && switch (element.name()) {
          case "activities", "user-input", "note", "other" -> true;
          default -> Activity.of(element.name()).isPresent();
        };
  }

  /** The xs:dateTime of an attribute, if it says its offset and is a date-time of RFC 3339. */
  static Optional<Instant> instant(Element element, String attribute) {
    return element.attribute(attribute).map(Space::trim).flatMap(Timestamp::parse);
  }

  /** Text with its language, as {@code Note_t} of the schema. */
  static Note note(Element element, Optional<String> inherited) {
    return new Note(element.text(), language(element, inherited));
  }

  static Element element(String name, Note note) {
    List<Attribute> language =
        note.language().stream().map(tag -> new Attribute(Namespaces.XML, "lang", tag)).toList();
    return new Element(Namespaces.RPID, name, language, content(note.text()));
  }

  private static List<Element.Content> content(String text) {
    return text.isEmpty() ? List.of() : List.of(new Text(text));
  }

  static Optional<String> language(Element element, Optional<String> inherited) {
    return element.attributes().stream()
        .filter(attribute -> attribute.name().equals("lang"))
        .filter(attribute -> attribute.namespace().equals(Namespaces.XML))
        .map(Attribute::value)
        .findFirst()
        .or(() -> inherited);
  }
}
