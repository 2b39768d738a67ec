package org.porin.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.UnmappableAddressException;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.DateTime;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.Subject;
import org.porin.profile.Failure.Reason;
import org.porin.stanza.Element;
import org.porin.stanza.LangText;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.wire.MalformedException;

/** RFC 3922 §4.1. */
final class MessageToCpim {
  private static final String NICK = "http://jabber.org/protocol/nick"; // XEP-0172
  private static final String DELAY = "urn:xmpp:delay"; // XEP-0203
  private static final String ROOM_USER = "http://jabber.org/protocol/muc#user"; // XEP-0045
  private static final int MAX_NAME_CHARS = 128;

  private final AddressMapping addresses;
  private final Set<String> delaySources;

  MessageToCpim(AddressMapping addresses, Set<String> delaySources) {
    this.addresses = addresses;
    this.delaySources = delaySources;
  }

  Mapped<CpimMessage> map(MessageStanza stanza, Instant receivedAt) throws UnmappableException {
    refuseWhatCpimLacks(stanza); // before what is wrong with an address
    return expressible(stanza, toIm(from(stanza)), toIm(to(stanza)), receivedAt);
  }

  Mapped<CpimMessage> map(MessageStanza stanza, ImUri source, ImUri destination, Instant receivedAt)
      throws UnmappableException {
    refuseWhatCpimLacks(stanza);
    return expressible(stanza, source, destination, receivedAt);
  }

  private Mapped<CpimMessage> expressible(
      MessageStanza stanza, ImUri source, ImUri destination, Instant receivedAt)
      throws UnmappableException {
    List<Omission> omissions = new ArrayList<>();
    CpimBuilder cpim = new CpimBuilder();

    omitResource(from(stanza), "from", "RFC 3922 §4.1.1", omissions);
    omitResource(to(stanza), "to", "RFC 3922 §4.1.2", omissions);
    cpim.from(new Mailbox(nickname(stanza), source.toString()));
    cpim.to(Mailbox.of(destination.toString()));
    cpim.dateTime(delay(stanza, receivedAt).orElse(receivedAt)); // §4.1.9, OPEN h

    if (stanza.id().isPresent()) {
      omissions.add(new Omission("id", "RFC 3922 §4.1.3"));
    }
    if (stanza.type() != MessageType.NORMAL) {
      omissions.add(new Omission("type " + stanza.type().wire(), "RFC 3922 §4.1.4"));
    }
    if (stanza.thread().isPresent()) {
      omissions.add(new Omission("thread", "RFC 3922 §4.1.5"));
    }
    subjects(stanza, cpim, omissions);
    MimeEntity entity = content(stanza, omissions);
    extensions(stanza, omissions);
    return new Mapped<>(cpim.build(entity), omissions);
  }

  private static Jid from(MessageStanza stanza) throws UnmappableException {
    return stanza.from().orElseThrow(() -> invalidAddress("the stanza has no from"));
  }

  private static Jid to(MessageStanza stanza) throws UnmappableException {
    return stanza.to().orElseThrow(() -> invalidAddress("the stanza has no to"));
  }

  static UnmappableException notExpressible(String text) {
    return new UnmappableException(Reason.NOT_EXPRESSIBLE, text);
  }

  /** OPEN g. */
  private static void refuseWhatCpimLacks(MessageStanza stanza) throws UnmappableException {
    if (stanza.type() == MessageType.GROUPCHAT) {
      throw notExpressible("group chat cannot be carried to this domain");
    }
    if (isOfRoom(stanza) && stanza.from().map(Jid::isFull).orElse(false)) {
      // Without the resource, which is the nickname, an answer would reach the whole room.
      throw notExpressible("private messages of a room cannot be carried to this domain");
    }
    Optional<String> encryption = Encryption.of(stanza);
    if (encryption.isPresent() && EndToEndMapping.of(stanza).isEmpty()) {
      throw new UnmappableException(
          Reason.UNSUPPORTED_CONTENT,
          "messages encrypted with " + encryption.get() + " cannot be read in this domain");
    }
  }

  private static boolean isOfRoom(MessageStanza stanza) {
    for (Element extension : stanza.extensions()) {
      if (extension.is(ROOM_USER, "x")) {
        return true;
      }
    }
    return false;
  }

  private ImUri toIm(Jid jid) throws UnmappableException {
    try {
      return addresses.toIm(jid);
    } catch (UnmappableAddressException e) {
      throw invalidAddress(e.text());
    }
  }

  private static UnmappableException invalidAddress(String text) {
    return new UnmappableException(Reason.INVALID_ADDRESS, text);
  }

  private static void omitResource(
      Jid jid, String attribute, String clause, List<Omission> omissions) {
    if (jid.isFull()) {
      omissions.add(new Omission("resource of " + attribute, clause));
    }
  }

  /** The name by which the sender goes (RFC 3922 §4.1.1 MAY); on one line, and not for ever. */
  private static Optional<String> nickname(MessageStanza stanza) {
    for (Element extension : stanza.extensions()) {
      if (extension.is(NICK, "nick")) {
        String name = extension.text().replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (!name.isEmpty()) {
          return Optional.of(clip(name, MAX_NAME_CHARS));
        }
      }
    }
    return Optional.empty();
  }

  private static String clip(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
    return text.substring(0, end).strip();
  }

  /** When a trusted server says that the message was sent, unless that is yet to come. */
  private Optional<Instant> delay(MessageStanza stanza, Instant receivedAt) {
    for (Element extension : stanza.extensions()) {
      boolean trusted = extension.attribute("from").filter(delaySources::contains).isPresent();
      if (extension.is(DELAY, "delay") && trusted) {
        try {
          Instant stamp = DateTime.parse(extension.attribute("stamp").orElse(""));
          return Optional.of(stamp).filter(sent -> !sent.isAfter(receivedAt));
        } catch (MalformedException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** §4.1.6; the first one in each language. */
  private static void subjects(MessageStanza stanza, CpimBuilder cpim, List<Omission> omissions) {
    Set<Optional<String>> languages = new HashSet<>();
    for (LangText subject : stanza.subjects()) {
      if (subject.text().isBlank()) {
        omissions.add(new Omission("empty subject", "RFC 3862 §2.2"));
      } else if (languages.add(subject.lang())) {
        cpim.subject(new Subject(subject.lang(), subject.text()));
      } else {
        omissions.add(new Omission("second subject in one language", "RFC 6121 §5.2.4"));
      }
    }
  }

  /** §4.1.7, or RFC 3923 §8: then the body only tells that there is a secured object. */
  private static MimeEntity content(MessageStanza stanza, List<Omission> omissions)
      throws UnmappableException {
    Optional<Element> secured = EndToEndMapping.of(stanza);
    if (secured.isPresent()) {
      if (!stanza.bodies().isEmpty()) {
        omissions.add(new Omission("body", "RFC 3923 §8"));
      }
      return EndToEndMapping.toEntity(secured.get());
    }
    if (stanza.bodies().isEmpty()) {
      return PlainText.entity("", Optional.empty());
    }
    int chosen = chosenBody(stanza);
    for (int i = 0; i < stanza.bodies().size(); i++) {
      if (i != chosen) {
        String lang = stanza.bodies().get(i).lang().orElse("no language");
        omissions.add(new Omission("body in " + lang, "RFC 3922 §4.1.7"));
      }
    }
    LangText body = stanza.bodies().get(chosen);
    return PlainText.entity(body.text(), body.lang());
  }

  /** The body in the language of the stanza, else the one without language, else the first. */
  private static int chosenBody(MessageStanza stanza) {
    int own = indexOf(stanza.lang(), stanza.bodies());
    return own >= 0 ? own : Math.max(0, indexOf(Optional.empty(), stanza.bodies()));
  }

  private static int indexOf(Optional<String> language, List<LangText> texts) {
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).lang().equals(language)) {
        return i;
      }
    }
    return -1;
  }

  private void extensions(MessageStanza stanza, List<Omission> omissions) {
    for (Element extension : stanza.extensions()) {
      boolean carried =
          extension.is(NICK, "nick")
              || extension.is(EndToEndMapping.NAMESPACE, "e2e")
              || extension.is(HopHeaders.NAMESPACE, "headers")
              || (extension.is(DELAY, "delay") && !delaySources.isEmpty());
      if (!carried) {
        omissions.add(
            new Omission("{" + extension.namespace() + "}" + extension.name(), "RFC 3922 §4.1.8"));
      }
    }
  }
}
