package org.porin.sip;

import java.util.Optional;
import org.porin.wire.MalformedException;

/**
 * The value of Event: what a subscription is to (RFC 6665 §8.2.1). Two match just when they are
 * equal: byte by byte, an {@code id} never without one, and other parameters do not count.
 *
 * @param type the event package, with its templates behind dots, such as {@code presence.winfo}
 * @param id what told subscriptions of one dialog apart; nobody should send it any more, and who
 *     gets it sends it back
 */
public record Event(String type, Optional<String> id) {
  /** Presence (RFC 3856 §6.1), which has no parameters (§6.2). */
  public static final Event PRESENCE = new Event("presence", Optional.empty());

  /** The longest value that is read, in chars. */
  public static final int MAX_CHARS = 256;

  public Event {
    if (!isEventType(type) || id.filter(text -> !SipText.isToken(text)).isPresent()) {
      throw new IllegalArgumentException("an event type and its id are tokens");
    }
  }

  /**
   * Reads a value.
   *
   * <pre>
   * Event      = event-type *( SEMI event-param )      (RFC 6665 §8.4)
   * event-type = token-nodot *( "." token-nodot )
   * </pre>
   */
  public static Event parse(String text) throws MalformedException {
    if (text.length() > MAX_CHARS) {
      throw new MalformedException("a shorter Event", MAX_CHARS);
    }
    SipCursor cursor = new SipCursor(text);
    String type = cursor.token("event-type");
    if (!isEventType(type)) {
      throw new MalformedException("event-type", 0);
    }
    int parameters = cursor.offset();
    Optional<String> id = SipParameter.find(cursor.parametersToEnd("id"), "id");
    if (id.filter(value -> !SipText.isToken(value)).isPresent()) {
      throw new MalformedException("a token as id", parameters);
    }
    return new Event(type, id);
  }

  /** The wire form. */
  @Override
  public String toString() {
    return id.map(text -> type + ";id=" + text).orElse(type);
  }

  private static boolean isEventType(String type) {
    return SipText.isToken(type)
        && !type.startsWith(".")
        && !type.endsWith(".")
        && !type.contains("..");
  }
}
