package org.porin.stanza;

import java.util.List;
import java.util.Optional;
import org.porin.stanza.StreamElement.Unreadable;
import org.porin.wire.MalformedException;

/**
 * Stanzas as text, as they stand in a stream whose default namespace is {@code
 * jabber:component:accept} (RFC 6120 §8, XEP-0114 §3). {@link StanzaReader} reads whole streams.
 */
public final class StanzaCodec {
  private StanzaCodec() {}

  /** The wire form of a stanza. Characters that XML cannot have become U+FFFD. */
  public static String encode(Stanza stanza) {
    return stanza.choose(new StanzaWriter()).toString();
  }

  /** The wire form of an element that stands directly in the stream. */
  public static String encode(Element element) {
    return new StanzaWriter().element(element, Namespaces.COMPONENT).toString();
  }

  /**
   * Reads the text of one top-level element, within {@link StanzaLimits#DEFAULT}. Offsets in the
   * exception count octets of UTF-8.
   *
   * @throws MalformedException when this is not exactly one well-formed element, or over a limit
   */
  public static StreamElement decode(String text) throws MalformedException {
    ElementParser parser = ElementParser.inNamespace(Namespaces.COMPONENT);
    return parser.stanza(StanzaFramer.one(text, StanzaLimits.DEFAULT));
  }

  /**
   * The error that answers a stanza: addresses swapped, same id (RFC 6120 §8.3.1). Empty for what
   * must not be answered: an error, and the result of an iq.
   */
  public static Optional<Stanza> errorOf(Stanza stanza, StanzaError error) {
    return stanza.choose(new ErrorOf(error));
  }

  /**
   * The wire form of the error that answers what could not be read, with its addresses swapped as
   * they came. Empty for what must not be answered, is no stanza, or does not say where from.
   */
  public static Optional<String> encodeError(Unreadable cause, StanzaError error) {
    String type = cause.type().orElse("");
    boolean stanza =
        cause.kind().equals("message")
            || cause.kind().equals("presence")
            || cause.kind().equals("iq");
    boolean answer = type.equals("error") || (cause.kind().equals("iq") && type.equals("result"));
    if (!stanza || answer || cause.from().isEmpty()) {
      return Optional.empty();
    }
    StanzaWriter writer = new StanzaWriter();
    writer.openError(cause.kind(), cause);
    return Optional.of(
        writer
            .element(ErrorElement.write(error), Namespaces.COMPONENT)
            .append("</")
            .append(cause.kind())
            .append('>')
            .toString());
  }

  private record ErrorOf(StanzaError error) implements Stanza.Cases<Optional<Stanza>> {
    @Override
    public Optional<Stanza> message(MessageStanza message) {
      if (message.type() == MessageType.ERROR) {
        return Optional.empty();
      }
      return Optional.of(
          new MessageStanza(
              message.to(),
              message.from(),
              message.id(),
              MessageType.ERROR,
              Optional.empty(),
              List.of(),
              List.of(),
              Optional.empty(),
              Optional.of(error),
              List.of()));
    }

    @Override
    public Optional<Stanza> presence(PresenceStanza presence) {
      if (presence.type().filter("error"::equals).isPresent()) {
        return Optional.empty();
      }
      return Optional.of(
          new PresenceStanza(
              presence.to(),
              presence.from(),
              presence.id(),
              Optional.of("error"),
              Optional.empty(),
              List.of(ErrorElement.write(error))));
    }

    @Override
    public Optional<Stanza> iq(IqStanza iq) {
      if (iq.type() == IqStanza.Type.ERROR || iq.type() == IqStanza.Type.RESULT) {
        return Optional.empty();
      }
      return Optional.of(
          new IqStanza(
              iq.to(),
              iq.from(),
              iq.id(),
              IqStanza.Type.ERROR,
              Optional.empty(),
              Optional.of(error)));
    }
  }
}
