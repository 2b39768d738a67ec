package org.porin.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.address.UnmappableAddressException;
import org.porin.mapping.ContactPresence.Change;
import org.porin.mapping.ContactPresence.Difference;
import org.porin.msgfmt.ApplicationFault;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.LanguageTag;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.msgfmt.TransferEncoding;
import org.porin.pidf.Basic;
import org.porin.pidf.Entity;
import org.porin.pidf.PidfCodec;
import org.porin.pidf.PidfLimits;
import org.porin.pidf.Presence;
import org.porin.pidf.Tuple;
import org.porin.profile.Failure.Reason;
import org.porin.stanza.Element;
import org.porin.stanza.LangText;
import org.porin.stanza.PresenceStanza;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * Presence of XMPP to documents of PIDF and back (RFC 3922 §5, RFC 8048 §6). Same arguments in,
 * same result out: what was said and told before is a value that the caller keeps, one for each
 * pair of presentity and watcher, and never for two watchers (RFC 8048 §8.2).
 */
public final class PresenceMapping {
  private static final String CONTENT_TYPE = "application/pidf+xml; charset=utf-8"; // §5.1
  private static final String CONTENT_LANGUAGE = "Content-Language";

  private final AddressMapping addresses;

  public PresenceMapping(AddressMapping addresses) {
    this.addresses = addresses;
  }

  /**
   * Whether a stanza tells of availability (RFC 3922 §5.1.4, RFC 8048 §6.2): it has no type, or the
   * type unavailable. All others manage subscriptions, or are errors.
   */
  public static boolean isNotification(PresenceStanza stanza) {
    return stanza.isAvailable() || stanza.is("unavailable");
  }

  /**
   * Who an address of the XMPP side is as presentity or watcher (RFC 3922 §5.1.1).
   *
   * @throws UnmappableException when it is nobody on the other side
   */
  public PresUri toPres(Jid jid) throws UnmappableException {
    try {
      ImUri uri = addresses.toIm(jid);
      return new PresUri(uri.localPart(), uri.domain());
    } catch (UnmappableAddressException e) {
      throw new UnmappableException(Reason.INVALID_ADDRESS, e.text());
    }
  }

  /**
   * The bare JID of a presentity or watcher (RFC 3922 §5.2.1).
   *
   * @throws UnmappableException when XMPP has no such address
   */
  public Jid toJid(PresUri uri) throws UnmappableException {
    try {
      return addresses.toJid(new ImUri(uri.localPart(), uri.domain()));
    } catch (UnmappableAddressException e) {
      throw new UnmappableException(Reason.INVALID_ADDRESS, e.text());
    }
  }

  /**
   * The presence of a user after one more stanza (RFC 3922 §5.1); the very value that was there
   * before where it is nothing new, and then there is nothing to tell.
   *
   * @throws UnmappableException when the stanza does not tell of availability, or has no sender
   * @throws IllegalArgumentException when it comes from somebody else
   */
  public Mapped<UserPresence> toPresence(UserPresence before, PresenceStanza stanza, Instant now)
      throws UnmappableException {
    if (!isNotification(stanza)) {
      throw new UnmappableException(
          Reason.NOT_EXPRESSIBLE, "the stanza does not tell of availability");
    }
    Jid from = sender(stanza);
    if (!toPres(from).equals(before.presentity())) {
      throw new IllegalArgumentException("the presence of one user is not that of another");
    }
    List<Omission> omissions = new ArrayList<>();
    stanza.to().filter(Jid::isFull).ifPresent(to -> omit("resource of to", "5.1.2", omissions));
    stanza.id().ifPresent(id -> omit("id", "5.1.3", omissions));
    Availability availability = Availability.of(stanza, omissions);
    for (Element extension : stanza.extensions()) {
      boolean carried =
          extension.is(HopHeaders.NAMESPACE, "headers")
              || (extension.is(Availability.IDLE, "idle") && stanza.isAvailable());
      if (extension.is(EndToEndMapping.NAMESPACE, "e2e")) {
        omissions.add(new Omission("e2e", "RFC 3923 §8")); // it crosses alone: toSecured
      } else if (!carried) {
        omit("{" + extension.namespace() + "}" + extension.name(), "5.1.8", omissions);
      }
    }
    return new Mapped<>(before.with(from.resource(), availability, now), omissions);
  }

  /** The user whom a stanza is from, of whom nothing else is known yet. */
  public UserPresence presenceOf(PresenceStanza stanza) throws UnmappableException {
    return UserPresence.of(toPres(sender(stanza)));
  }

  /**
   * The secured document in a stanza that tells of availability, as it stands (RFC 3923 §8). It is
   * for the one whom the stanza is for, and changes nothing of what others have been told.
   *
   * @return empty where the stanza has none
   * @throws UnmappableException when the object cannot cross, or the stanza is not directed to
   *     somebody (RFC 3923 §4.1)
   */
  public static Optional<Mapped<MimeEntity>> toSecured(PresenceStanza stanza)
      throws UnmappableException {
    Optional<Element> e2e = EndToEndMapping.of(stanza);
    if (e2e.isEmpty() || !isNotification(stanza)) {
      return Optional.empty();
    }
    if (stanza.to().isEmpty()) {
      throw new UnmappableException(
          Reason.INVALID_ADDRESS, "secured presence is for one watcher, and names none");
    }
    List<Omission> omissions = new ArrayList<>();
    for (Element child : stanza.children()) {
      if (child != e2e.get() && !child.is(HopHeaders.NAMESPACE, "headers")) {
        omissions.add(new Omission("{" + child.namespace() + "}" + child.name(), "RFC 3923 §8"));
      }
    }
    return Optional.of(new Mapped<>(EndToEndMapping.toEntity(e2e.get()), omissions));
  }

  /**
   * A secured document in the Message/CPIM that says from whom and for whom it is (RFC 3922 §5.1.1,
   * §5.1.2).
   */
  public static CpimMessage toCpim(
      MimeEntity secured, PresUri presentity, PresUri watcher, Instant now) {
    return new CpimBuilder()
        .from(Mailbox.of(inbox(presentity)))
        .to(Mailbox.of(inbox(watcher)))
        .dateTime(now)
        .build(secured);
  }

  /**
   * The stanza that brings a secured document to its watcher (RFC 3923 §8), between bare JIDs. What
   * is encrypted does not tell whether somebody is there, and the stanza has no type, as in RFC
   * 3923 §4.3; a signed document in which all is closed makes it unavailable.
   *
   * @throws UnmappableException when XML cannot carry the object, or XMPP has no address for one of
   *     the two
   */
  public PresenceStanza toSecuredStanza(MimeEntity secured, PresUri presentity, PresUri watcher)
      throws UnmappableException {
    if (!EndToEndMapping.isSecured(secured.contentType())) {
      throw new UnmappableException(
          Reason.UNSUPPORTED_CONTENT, "the document is neither signed nor encrypted");
    }
    Optional<String> type = isClosed(secured) ? Optional.of("unavailable") : Optional.empty();
    return PresenceStanza.of(toJid(presentity), toJid(watcher), type)
        .with(EndToEndMapping.toElement(secured));
  }

  private static boolean isClosed(MimeEntity secured) {
    Optional<MimeEntity> signed = EndToEndMapping.signed(secured);
    try {
      List<Tuple> tuples = signed.isPresent() ? read(signed.get()).document().tuples() : List.of();
      return !tuples.isEmpty()
          && tuples.stream()
              .allMatch(tuple -> tuple.status().basic().filter(Basic.CLOSED::equals).isPresent());
    } catch (UnmappableException e) {
      return false; // no document that can be read
    }
  }

  /**
   * The document as MIME entity, for a bearer that has MIME headers of its own (OPEN n). The
   * languages of its descriptions are its Content-Language (RFC 8048 §6.2).
   */
  public static MimeEntity toEntity(UserPresence presence) {
    List<MimeHeader> headers = new ArrayList<>();
    headers.add(new MimeHeader("Content-Type", CONTENT_TYPE));
    Set<String> languages = new LinkedHashSet<>();
    presence.resources().values().stream()
        .flatMap(said -> said.availability().statuses().stream())
        .map(LangText::lang)
        .flatMap(Optional::stream)
        .filter(LanguageTag::isWellFormed)
        .forEach(languages::add);
    if (!languages.isEmpty()) {
      headers.add(new MimeHeader(CONTENT_LANGUAGE, String.join(", ", languages)));
    }
    return MimeEntity.of(headers, PidfCodec.encode(presence.toPidf()));
  }

  /** The document in a Message/CPIM (RFC 3922 §5.1.1, §5.1.2). */
  public static CpimMessage toCpim(UserPresence presence, PresUri watcher, Instant now) {
    return new CpimBuilder()
        .from(Mailbox.of(inbox(presence.presentity())))
        .to(Mailbox.of(inbox(watcher)))
        .dateTime(now)
        .build(toEntity(presence));
  }

  /**
   * The document that a Message/CPIM carries (RFC 3922 §5.2).
   *
   * @throws UnmappableException when it carries none, one that cannot be read, or one of somebody
   *     whom From does not name
   */
  public static Received read(CpimMessage message) throws UnmappableException {
    Optional<ApplicationFault> fault = CpimApplication.check(message);
    if (fault.isPresent()) {
      throw CpimToMessage.refusal(fault.get());
    }
    Received received = read(message.entity());
    ImUri from = ImAddress.parse(message.from().uri());
    if (received.presentity().filter(inboxOf -> !same(inboxOf, from)).isPresent()) {
      throw new UnmappableException(
          Reason.FORGED_SOURCE, "the document is about somebody else than From says");
    }
    return received;
  }

  /**
   * The document that an entity is.
   *
   * @throws UnmappableException when it is none, or one that cannot be read
   */
  public static Received read(MimeEntity entity) throws UnmappableException {
    if (!entity.contentType().is("application", "pidf+xml")) {
      throw new UnmappableException(
          Reason.UNSUPPORTED_CONTENT, "presence is application/pidf+xml"); // §5.2: MUST NOT
    }
    try {
      Octets octets = TransferEncoding.undo(entity).orElse(entity.body());
      Optional<String> charset = entity.contentType().parameter("charset");
      Presence document = PidfCodec.decodeLenient(octets, charset, PidfLimits.DEFAULT).presence();
      return new Received(document, PlainText.language(entity));
    } catch (MalformedException e) {
      throw new UnmappableException(
          Reason.UNSUPPORTED_CONTENT, "the document cannot be read: " + e.getMessage());
    }
  }

  /**
   * A document as it came.
   *
   * @param language in force where a note states none (RFC 8048 §6.3)
   */
  public record Received(Presence document, Optional<String> language) {
    /** The presentity, whichever form the document names it by. */
    public Optional<PresUri> presentity() {
      Entity entity = document.entity();
      try {
        if (entity instanceof Entity.Sip sip) {
          ImUri uri = sip.uri().toIm();
          return Optional.of(new PresUri(uri.localPart(), uri.domain()));
        }
      } catch (MalformedException e) {
        return Optional.empty(); // names a host and nobody there
      }
      return entity.presentity();
    }
  }

  /** What to send, and what the watcher has been told when that was sent. */
  public record Notified(List<PresenceStanza> stanzas, ContactPresence after) {
    public Notified {
      stanzas = List.copyOf(stanzas);
    }
  }

  /**
   * The stanzas for what a document changes (RFC 3922 §5.2, §6.3), to the bare JID of the watcher.
   *
   * @param presentity whose document it is; what the document says of that has been checked
   * @throws UnmappableException when XMPP has no address for one of the two
   */
  public Mapped<Notified> toStanzas(
      ContactPresence before, Received received, PresUri presentity, PresUri watcher, Instant now)
      throws UnmappableException {
    List<Omission> omissions = new ArrayList<>();
    Presence document = received.document();
    Difference difference = before.to(document, received.language(), now, omissions);
    for (Tuple tuple : document.tuples()) {
      tuple.contact().ifPresent(contact -> omit("contact", "5.2.12", omissions));
      tuple.timestamp().ifPresent(timestamp -> omit("timestamp", "5.2.14", omissions));
    }
    document.notes().forEach(note -> omit("note on the presentity", "5.2.11", omissions));
    return new Mapped<>(toStanzas(difference, presentity, watcher), omissions);
  }

  /** The stanzas for a difference, such as that of a contact who is gone. */
  public Notified toStanzas(Difference difference, PresUri presentity, PresUri watcher)
      throws UnmappableException {
    Jid from = toJid(presentity);
    Jid to = toJid(watcher);
    List<PresenceStanza> stanzas = new ArrayList<>();
    for (Change change : difference.changes()) {
      stanzas.add(change.availability().toStanza(from.withResource(change.resource()), to));
    }
    return new Notified(stanzas, difference.after());
  }

  private static Jid sender(PresenceStanza stanza) throws UnmappableException {
    return stanza
        .from()
        .orElseThrow(
            () -> new UnmappableException(Reason.INVALID_ADDRESS, "the stanza has no from"));
  }

  private static void omit(String what, String section, List<Omission> omissions) {
    omissions.add(new Omission(what, "RFC 3922 §" + section));
  }

  private static String inbox(PresUri uri) {
    return new ImUri(uri.localPart(), uri.domain()).toString(); // OPEN l
  }

  private static boolean same(PresUri presentity, ImUri inbox) {
    return presentity.localPart().equals(inbox.localPart())
        && presentity.domain().equals(inbox.domain());
  }
}
