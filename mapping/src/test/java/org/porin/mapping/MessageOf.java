package org.porin.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.address.Jid;
import org.porin.stanza.Element;
import org.porin.stanza.LangText;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StreamElement;
import org.porin.wire.MalformedException;

/** Message stanzas for tests, a part a call. */
final class MessageOf {
  private Optional<Jid> from = Optional.of(jid("juliet@example.com/balcony"));
  private Optional<Jid> to = Optional.of(jid("romeo@example.net"));
  private Optional<String> id = Optional.empty();
  private MessageType type = MessageType.NORMAL;
  private Optional<String> lang = Optional.empty();
  private Optional<String> thread = Optional.empty();
  private final List<LangText> subjects = new ArrayList<>();
  private final List<LangText> bodies = new ArrayList<>();
  private final List<Element> extensions = new ArrayList<>();

  private MessageOf() {}

  static MessageOf body(String text) {
    MessageOf message = new MessageOf();
    message.bodies.add(LangText.of(text));
    return message;
  }

  static MessageOf nothing() {
    return new MessageOf();
  }

  MessageOf body(String lang, String text) {
    bodies.add(new LangText(Optional.of(lang), text));
    return this;
  }

  MessageOf subject(String text) {
    subjects.add(LangText.of(text));
    return this;
  }

  MessageOf subject(String lang, String text) {
    subjects.add(new LangText(Optional.of(lang), text));
    return this;
  }

  MessageOf from(String jid) {
    from = jid.isEmpty() ? Optional.empty() : Optional.of(jid(jid));
    return this;
  }

  MessageOf to(String jid) {
    to = jid.isEmpty() ? Optional.empty() : Optional.of(jid(jid));
    return this;
  }

  MessageOf id(String id) {
    this.id = Optional.of(id);
    return this;
  }

  MessageOf type(MessageType type) {
    this.type = type;
    return this;
  }

  MessageOf lang(String lang) {
    this.lang = Optional.of(lang);
    return this;
  }

  MessageOf thread(String thread) {
    this.thread = Optional.of(thread);
    return this;
  }

  MessageOf with(Element extension) {
    extensions.add(extension);
    return this;
  }

  MessageStanza stanza() {
    return new MessageStanza(
        from, to, id, type, lang, subjects, bodies, thread, Optional.empty(), extensions);
  }

  /** The stanza of that text. */
  static MessageStanza read(String text) throws MalformedException {
    return (MessageStanza) ((StreamElement.Routed) StanzaCodec.decode(text)).stanza();
  }

  static Jid jid(String text) {
    try {
      return Jid.parse(text);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
