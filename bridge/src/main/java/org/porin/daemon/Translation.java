package org.porin.daemon;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.SipUri;
import org.porin.mapping.InstantMessageMapping;
import org.porin.mapping.Mapped;
import org.porin.mapping.Omission;
import org.porin.mapping.ReceiptMapping;
import org.porin.mapping.ReceiptMapping.Requested;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.ApplicationFault;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.profile.Failure.Reason;
import org.porin.stanza.IqStanza;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.Stanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaLimits;
import org.porin.stanza.StanzaReader;
import org.porin.stanza.StreamElement;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * One file from one side to the other, by the mappings that the running bridge uses.
 *
 * @param outputs in the order of the input: Message/CPIM objects, or one document of stanzas
 * @param notes what was left out or done with leniency, for a person
 */
record Translation(List<Octets> outputs, List<String> notes) {
  private static final String OPEN = "<stanzas xmlns='jabber:component:accept'>\n";
  private static final String CLOSE = "\n</stanzas>\n";

  Translation {
    outputs = List.copyOf(outputs);
    notes = List.copyOf(notes);
  }

  /**
   * Stanzas to Message/CPIM (RFC 3922 §4.1). What carries no instant message gives a note.
   *
   * @param messageId under which a notification is asked for where a stanza asks for a receipt (RFC
   *     5438 §6.3); empty: nobody could be notified, and the request is left out
   * @throws MalformedException if this is no {@code <stanzas/>} document, stream or stanza
   * @throws UnmappableException with the cause that the sender would get
   */
  static Translation ofStanzas(
      Octets input, AddressMapping addresses, Instant now, Optional<String> messageId)
      throws MalformedException, UnmappableException {
    var mapping = new InstantMessageMapping(addresses);
    List<Octets> outputs = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Stanza stanza : stanzas(input)) {
      Optional<MessageStanza> message = stanza.choose(new OnlyMessages());
      if (message.isEmpty()) {
        throw new UnmappableException(Reason.NOT_EXPRESSIBLE, "the stanza is no message");
      }
      if (!mapping.carriesInstantMessage(message.get())) {
        notes.add("nothing to send: the stanza carries no instant message");
        continue;
      }
      Mapped<CpimMessage> plain = mapping.toCpim(message.get(), now);
      Mapped<CpimMessage> mapped =
          messageId.map(id -> ReceiptMapping.request(message.get(), plain, id)).orElse(plain);
      outputs.add(CpimCodec.encode(mapped.value()));
      notes.addAll(texts(mapped.omissions()));
    }
    return new Translation(outputs, notes);
  }

  /**
   * A Message/CPIM object to one stanza for each recipient in a served domain (RFC 3922 §4.2).
   *
   * @param addresses empty: the sender's domain keeps its addresses, every recipient is served
   * @param sent what was sent under each Message-ID, so that a notification becomes its receipt
   * @throws MalformedException if it is none, even leniently read
   * @throws UnmappableException with the cause that the sender would get
   */
  static Translation ofCpim(
      Octets input,
      Optional<AddressMapping> addresses,
      Set<String> served,
      Map<String, Requested> sent)
      throws MalformedException, UnmappableException {
    List<String> notes = new ArrayList<>();
    return ofMessage(decode(input, notes), addresses, served, sent, notes);
  }

  /**
   * A bare MIME entity, such as a signed object, to one stanza (RFC 3923 §8). Its addresses come
   * from the envelope, as those of a SIP request do.
   *
   * @throws MalformedException if it is no MIME entity
   * @throws UnmappableException with the cause that the sender would get
   */
  static Translation ofEntity(
      Octets input, ImUri from, ImUri to, Optional<AddressMapping> addresses, Set<String> served)
      throws MalformedException, UnmappableException {
    MimeEntity entity = CpimCodec.decodeEntity(input, CpimLimits.DEFAULT);
    CpimMessage message =
        new CpimBuilder()
            .from(Mailbox.of(from.toString()))
            .to(Mailbox.of(to.toString()))
            .build(entity);
    return ofMessage(message, addresses, served, Map.of(), new ArrayList<>());
  }

  private static Translation ofMessage(
      CpimMessage message,
      Optional<AddressMapping> addresses,
      Set<String> served,
      Map<String, Requested> sent,
      List<String> notes)
      throws UnmappableException {
    Optional<ApplicationFault> fault = CpimApplication.check(message);
    if (fault.isPresent() && fault.get() != ApplicationFault.UNSUPPORTED_REQUIRE) {
      throw new UnmappableException(Reason.INVALID_ADDRESS, fault.get().code());
    }
    Set<ImUri> recipients = new LinkedHashSet<>();
    for (Mailbox to : message.to()) {
      recipients.add(inbox(to));
    }
    ImUri sender = inbox(message.from());
    AddressMapping used = addresses.orElseGet(() -> mapping(sender, recipients, served));
    Optional<MessageStanza> receipt =
        ReceiptMapping.toReceipt(message, used, id -> Optional.ofNullable(sent.get(id)));
    if (receipt.isPresent()) {
      return new Translation(
          List.of(Octets.utf8(OPEN + StanzaCodec.encode(receipt.get()) + CLOSE)), notes);
    }
    StringBuilder document = new StringBuilder(OPEN);
    boolean none = true;
    for (ImUri recipient : recipients) {
      if (!used.isServed(recipient.domain())) {
        notes.add("no stanza for " + recipient + ": not in a served domain");
        continue;
      }
      none = false;
      Mapped<MessageStanza> mapped = new InstantMessageMapping(used).toStanza(message, recipient);
      document.append(StanzaCodec.encode(mapped.value())).append('\n');
      notes.addAll(texts(mapped.omissions()));
    }
    if (none) {
      throw new UnmappableException(Reason.RELAY, "no recipient is in a served domain");
    }
    return new Translation(List.of(Octets.utf8(document + "</stanzas>\n")), notes);
  }

  private static CpimMessage decode(Octets input, List<String> notes) throws MalformedException {
    try {
      return CpimCodec.decode(input, CpimLimits.DEFAULT);
    } catch (MalformedException strict) {
      CpimMessage lenient = CpimCodec.decodeLenient(input, CpimLimits.DEFAULT);
      notes.add("read leniently: " + strict.getMessage());
      return lenient;
    }
  }

  private static AddressMapping mapping(ImUri sender, Set<ImUri> recipients, Set<String> served) {
    Set<String> own = new HashSet<>(served);
    if (served.isEmpty()) {
      recipients.forEach(each -> own.add(each.domain()));
    }
    Set<String> foreign = own.contains(sender.domain()) ? Set.of() : Set.of(sender.domain());
    return new AddressMapping(own, foreign, Optional.empty());
  }

  private static ImUri inbox(Mailbox mailbox) throws UnmappableException {
    String uri = mailbox.uri();
    try {
      return uri.regionMatches(true, 0, "im:", 0, 3) ? ImUri.parse(uri) : SipUri.parse(uri).toIm();
    } catch (MalformedException e) {
      throw new UnmappableException(
          Reason.INVALID_ADDRESS, "an address is no im: or sip: URI of a user: " + e.getMessage());
    }
  }

  private static List<Stanza> stanzas(Octets input) throws MalformedException {
    List<Stanza> stanzas = new ArrayList<>();
    var octets = new ByteArrayInputStream(document(input).toArray());
    var reader = new StanzaReader(octets, StanzaLimits.DEFAULT);
    try {
      reader.open();
      Optional<StreamElement> next = reader.next();
      while (next.isPresent()) {
        if (next.get() instanceof StreamElement.Routed routed) {
          stanzas.add(routed.stanza());
        } else if (next.get() instanceof StreamElement.Unreadable unreadable) {
          throw new MalformedException(unreadable.reason(), 0);
        } else {
          throw new MalformedException("a stanza", 0);
        }
        next = reader.next();
      }
    } catch (IOException e) { // the octets are here: only their end can be missing
      throw new MalformedException("the end tag of the document", input.length());
    }
    return stanzas;
  }

  /** A lone stanza, as logs have them, counts as a document of one. */
  private static Octets document(Octets input) throws MalformedException {
    String text = input.toUtf8();
    return text.stripLeading().matches("(?s)<(message|presence|iq)[\\s/>].*")
        ? Octets.utf8(OPEN + text + CLOSE)
        : input;
  }

  private static List<String> texts(List<Omission> omissions) {
    return omissions.stream()
        .map(each -> "left out: " + each.what() + " (" + each.clause() + ")")
        .toList();
  }

  private static final class OnlyMessages implements Stanza.Cases<Optional<MessageStanza>> {
    @Override
    public Optional<MessageStanza> message(MessageStanza message) {
      return Optional.of(message);
    }

    @Override
    public Optional<MessageStanza> presence(PresenceStanza presence) {
      return Optional.empty();
    }

    @Override
    public Optional<MessageStanza> iq(IqStanza iq) {
      return Optional.empty();
    }
  }
}
