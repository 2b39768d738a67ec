package org.porin.mapping;

import java.util.Locale;
import java.util.Optional;
import org.porin.stanza.Element;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * An Instant Message Disposition Notification (RFC 5438 §11.1).
 *
 * @param messageId of the message that it is about
 * @param dateTime of that message, as written there; empty where a notification says none, though
 *     it must
 * @param recipient its final recipient, a URI
 * @param originalRecipient to whom it was first addressed, a URI, where it says so
 * @param status the name of the element in {@code <status>}, {@code delivered}
 */
public record Imdn(
    String messageId,
    Optional<String> dateTime,
    Optional<String> recipient,
    Optional<String> originalRecipient,
    Disposition disposition,
    String status) {
  /** The namespace of {@code <imdn/>}. */
  public static final String NAMESPACE = "urn:ietf:params:xml:ns:imdn";

  static final int MAX_ID_CHARS = 256;

  /** What is told about. */
  public enum Disposition {
    DELIVERY,
    DISPLAY,
    PROCESSING;

    private String element() {
      return name().toLowerCase(Locale.ROOT) + "-notification";
    }
  }

  public Imdn {
    if (messageId.isEmpty() || messageId.length() > MAX_ID_CHARS) {
      throw new IllegalArgumentException("a message-id has 1 to " + MAX_ID_CHARS + " chars");
    }
  }

  /**
   * Reads a {@code message/imdn+xml} document. No DTD, and no more than a notification has.
   *
   * @throws MalformedException with an offset in octets
   */
  public static Imdn parse(Octets document) throws MalformedException {
    Element root = SmallDocument.parse(document);
    String messageId = SmallDocument.text(root, "message-id").orElse("");
    if (!root.is(NAMESPACE, "imdn") || messageId.isEmpty()) {
      throw new MalformedException("imdn with a message-id", 0);
    }
    if (messageId.length() > MAX_ID_CHARS) {
      throw new MalformedException("a shorter message-id", 0);
    }
    for (Disposition disposition : Disposition.values()) {
      Optional<String> status =
          SmallDocument.child(root, disposition.element())
              .flatMap(notification -> SmallDocument.child(notification, "status"))
              .flatMap(Imdn::status);
      if (status.isPresent()) {
        return new Imdn(
            messageId,
            SmallDocument.text(root, "datetime"),
            SmallDocument.text(root, "recipient-uri"),
            SmallDocument.text(root, "original-recipient-uri"),
            disposition,
            status.get());
      }
    }
    throw new MalformedException("a notification and its status", 0);
  }

  /** The first child that RFC 5438 has, before what extends it. */
  private static Optional<String> status(Element status) {
    return status.children().stream()
        .filter(each -> each.namespace().equals(NAMESPACE))
        .map(Element::name)
        .findFirst();
  }

  /** The document (RFC 5438 §11.1). */
  public Octets encode() {
    Element root = Element.empty(NAMESPACE, "imdn").with(text("message-id", messageId));
    root = with(root, "datetime", dateTime);
    root = with(root, "recipient-uri", recipient);
    root = with(root, "original-recipient-uri", originalRecipient);
    Element notification =
        Element.empty(NAMESPACE, disposition.element())
            .with(Element.empty(NAMESPACE, "status").with(Element.empty(NAMESPACE, status)));
    return SmallDocument.write(root.with(notification));
  }

  private static Element with(Element root, String name, Optional<String> value) {
    return value.map(text -> root.with(text(name, text))).orElse(root);
  }

  private static Element text(String name, String text) {
    return SmallDocument.of(NAMESPACE, name, text);
  }
}
