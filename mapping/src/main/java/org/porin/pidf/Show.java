package org.porin.pidf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.porin.stanza.Element;
import org.porin.stanza.Element.Text;

/**
 * The availability that XMPP has a word for (RFC 6121 §4.7.2.1), and its three forms in a document
 * (OPEN d): {@code <show xmlns='jabber:client'/>} of RFC 8048 §6.2, the {@code <im:im/>} that RFC
 * 3922 writes, and the activities of RFC 4480.
 */
public enum Show {
  /** Free to chat. */
  CHAT("chat"),
  /** Away for a while. */
  AWAY("away"),
  /** Away for long. */
  XA("xa"),
  /** Busy. */
  DND("dnd");

  private final String wire;

  Show(String wire) {
    this.wire = wire;
  }

  /** The text of {@code <show/>}. */
  public String wire() {
    return wire;
  }

  /** Reads the text of {@code <show/>} in XMPP; empty for any other. */
  public static Optional<Show> of(String wire) {
    return switch (wire) {
      case "chat" -> Optional.of(CHAT);
      case "away" -> Optional.of(AWAY);
      case "xa" -> Optional.of(XA);
      case "dnd" -> Optional.of(DND);
      default -> Optional.empty();
    };
  }

  /**
   * What a tuple says: by its {@code <show/>}, else by {@code <im:im/>}, else by activities.
   *
   * @param now the time at which the activities are to be in force
   */
  public static Optional<Show> of(Tuple tuple, Instant now) {
    List<Element> status = tuple.status().extensions();
    return text(status, Namespaces.CLIENT, "show")
        .or(() -> text(status, Namespaces.IM, "im"))
        .or(() -> ofActivities(status, now))
        .or(() -> ofActivities(tuple.extensions(), now));
  }

  /** What is said of the person and not of a tuple (RFC 4479 §3.2), by activities. */
  public static Optional<Show> ofPerson(Presence presence, Instant now) {
    return DataModel.persons(presence).stream()
        .flatMap(person -> ofActivities(person.children(), now).stream())
        .findFirst();
  }

  /** How it stands in a status: in both forms that bridges read. */
  public List<Element> toExtensions() {
    return List.of(
        Element.empty(Namespaces.IM, "im").with(new Text(wire)),
        Element.empty(Namespaces.CLIENT, "show").with(new Text(wire)));
  }

  private static Optional<Show> text(List<Element> extensions, String namespace, String name) {
    return Extensions.find(extensions, namespace, name, element -> element.is(namespace, name))
        .flatMap(element -> word(Space.trim(element.text())).stream())
        .findFirst();
  }

  private static Optional<Show> word(String text) {
    return switch (text) {
      case "extended-away" -> Optional.of(XA);
      case "busy" -> Optional.of(DND);
      default -> of(text);
    };
  }

  private static Optional<Show> ofActivities(List<Element> extensions, Instant now) {
    return Activities.in(extensions).stream()
        .filter(activities -> activities.inForce(now))
        .flatMap(activities -> activities.show().stream())
        .findFirst();
  }
}
