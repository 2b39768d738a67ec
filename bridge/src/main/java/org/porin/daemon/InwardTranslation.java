package org.porin.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.PresUri;
import org.porin.mapping.ChatStateMapping;
import org.porin.mapping.EndToEndMapping;
import org.porin.mapping.ErrorMapping;
import org.porin.mapping.ImAddress;
import org.porin.mapping.InstantMessageMapping;
import org.porin.mapping.IsComposing;
import org.porin.mapping.Mapped;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.PresenceMapping.Notified;
import org.porin.mapping.PresenceMapping.Received;
import org.porin.mapping.ReceiptMapping;
import org.porin.mapping.SubscriptionMapping;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.ApplicationFault;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimBuilder;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MimeEntity;
import org.porin.msgfmt.MimeEntity.MimeHeader;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.SubscriptId;
import org.porin.profile.SubscriptionState;
import org.porin.profile.TransId;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.Stanza;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** What comes from the other side to stanzas, by the mappings that the running bridge uses. */
final class InwardTranslation {
  private static final PresUri NOBODY = new PresUri("watcher", "watcher.invalid");
  private static final PresUri SOMEBODY = new PresUri("target", "target.invalid");

  private final Circumstances given;
  private final Translation result = new Translation();

  private InwardTranslation(Circumstances given) {
    this.given = given;
  }

  /**
   * A Message/CPIM object to one stanza for each recipient in a served domain (RFC 3922 §4.2), or,
   * where it holds a presence document, to the stanzas for what that changes (§5.2).
   *
   * @throws MalformedException if it is none, even leniently read
   * @throws UnmappableException with the cause that the sender would get
   */
  static Translation ofCpim(Octets input, Circumstances given)
      throws MalformedException, UnmappableException {
    var translation = new InwardTranslation(given);
    CpimMessage message = translation.decode(input);
    if (message.entity().contentType().is("application", "pidf+xml")) {
      Received received = PresenceMapping.read(message);
      PresUri from = pres(ImAddress.parse(message.from().uri()));
      return translation.document(received, from, Optional.of(pres(inbox(message.to().get(0)))));
    }
    return translation.message(message);
  }

  /**
   * A bare MIME entity, such as a signed object, to one stanza (RFC 3923 §8). Its addresses come
   * from the envelope, as those of a SIP request do. It is presence where a signed object says so,
   * or where there is a watcher, as a NOTIFY has one.
   *
   * @throws MalformedException if it is no MIME entity
   * @throws UnmappableException with the cause that the sender would get
   */
  static Translation ofEntity(Octets input, ImUri from, ImUri to, Circumstances given)
      throws MalformedException, UnmappableException {
    MimeEntity entity = CpimCodec.decodeEntity(input, CpimLimits.DEFAULT);
    boolean presence =
        given.watcher().isPresent()
            || EndToEndMapping.signedType(entity)
                .filter(type -> type.is("application", "pidf+xml"))
                .isPresent();
    if (presence && EndToEndMapping.isSecured(entity.contentType())) {
      return new InwardTranslation(given).secured(entity, pres(from), pres(to));
    }
    CpimMessage message =
        new CpimBuilder()
            .from(Mailbox.of(from.toString()))
            .to(Mailbox.of(to.toString()))
            .build(entity);
    return new InwardTranslation(given).message(message);
  }

  /**
   * A presence document to the stanzas for what it changes (RFC 3922 §5.2, §6.3).
   *
   * @throws UnmappableException when it cannot be read, or does not say whose it is
   */
  static Translation ofPidf(Octets input, Circumstances given) throws UnmappableException {
    Received received =
        PresenceMapping.read(
            MimeEntity.of(List.of(new MimeHeader("Content-Type", "application/pidf+xml")), input));
    PresUri presentity =
        received
            .presentity()
            .or(given::target)
            .orElseThrow(
                () ->
                    new UnmappableException(
                        Reason.INVALID_ADDRESS,
                        "the document names no user as its entity; --target could"));
    return new InwardTranslation(given).document(received, presentity, given.watcher());
  }

  /**
   * An operation in the fields {@code cpp} and {@code sip} of the vectors, to its stanzas (RFC 3922
   * §6).
   *
   * @throws MalformedException when it is none
   * @throws UnmappableException when an address has no place in XMPP
   */
  static Translation ofOperation(JsonNode meta, Circumstances given)
      throws MalformedException, UnmappableException {
    return new InwardTranslation(given).operation(meta);
  }

  private Translation message(CpimMessage message) throws UnmappableException {
    Optional<ApplicationFault> fault = CpimApplication.check(message);
    if (fault.isPresent() && fault.get() != ApplicationFault.UNSUPPORTED_REQUIRE) {
      throw new UnmappableException(Reason.INVALID_ADDRESS, fault.get().code());
    }
    Set<ImUri> recipients = new LinkedHashSet<>();
    for (Mailbox to : message.to()) {
      recipients.add(inbox(to));
    }
    ImUri sender = inbox(message.from());
    Set<String> domains = new HashSet<>();
    recipients.forEach(each -> domains.add(each.domain()));
    AddressMapping addresses = addresses(sender.domain(), domains);
    Optional<MessageStanza> receipt =
        ReceiptMapping.toReceipt(
            message, addresses, id -> Optional.ofNullable(given.sent().get(id)));
    if (receipt.isPresent()) {
      return written(List.of(receipt.get()));
    }
    if (ReceiptMapping.notification(message).isPresent()) {
      result.field("expect").put("nothing", true);
      result.note("nothing to send: nobody here waits for this notification (RFC 5438 §7.1.2)");
      return result;
    }
    Optional<IsComposing> composing = ChatStateMapping.isComposing(message);
    List<MessageStanza> stanzas = new ArrayList<>();
    for (ImUri recipient : recipients) {
      if (!addresses.isServed(recipient.domain())) {
        result.note("no stanza for " + recipient + ": not in a served domain");
        continue;
      }
      if (composing.isPresent()) {
        stanzas.add(ChatStateMapping.toStanza(composing.get(), message, recipient, addresses));
        continue;
      }
      Mapped<MessageStanza> mapped =
          new InstantMessageMapping(addresses).toStanza(message, recipient);
      stanzas.add(mapped.value());
      result.omit(mapped.omissions());
    }
    if (stanzas.isEmpty()) {
      throw new UnmappableException(Reason.RELAY, "no recipient is in a served domain");
    }
    return written(stanzas);
  }

  private Translation secured(MimeEntity object, PresUri presentity, PresUri watcher)
      throws UnmappableException {
    AddressMapping addresses = addresses(presentity.domain(), Set.of(watcher.domain()));
    return written(
        List.of(new PresenceMapping(addresses).toSecuredStanza(object, presentity, watcher)));
  }

  private Translation document(Received received, PresUri presentity, Optional<PresUri> named)
      throws UnmappableException {
    Optional<PresUri> known = named.or(given::watcher);
    PresUri watcher = known.orElse(presentity); // nobody: taken out again below
    Set<String> local = known.map(PresUri::domain).map(Set::of).orElse(Set.of());
    PresenceMapping presence = new PresenceMapping(addresses(presentity.domain(), local));
    List<PresenceStanza> stanzas = new ArrayList<>();
    if (given.state().isPresent()) {
      subscriptions(presence)
          .toStanza(given.state().get(), !given.told().resources().isEmpty(), watcher, presentity)
          .ifPresent(stanzas::add);
    }
    Mapped<Notified> mapped =
        presence.toStanzas(given.told(), received, presentity, watcher, given.now());
    stanzas.addAll(mapped.value().stanzas());
    result.omit(mapped.omissions());
    if (stanzas.isEmpty()) {
      result.field("expect").put("nothing", true);
      result.field("expect").put("notifyAnswer", 200);
      result.note("nothing to send: the watcher has been told all of it");
      return result;
    }
    if (known.isEmpty()) {
      result.note("the stanzas have no to: --watcher could say whom they are for");
      stanzas.replaceAll(InwardTranslation::withoutTo);
    }
    return written(stanzas);
  }

  private Translation operation(JsonNode meta) throws MalformedException, UnmappableException {
    boolean named = given.watcher().isPresent() && given.target().isPresent();
    PresUri watcher = given.watcher().orElse(NOBODY);
    PresUri target = given.target().orElse(SOMEBODY);
    JsonNode cpp = meta.path("cpp");
    JsonNode sip = meta.path("sip");
    TransId transId = new TransId(cpp.path("transId").asText("t"));
    boolean asked = cpp.path("op").asText().equals("subscribe");
    long seconds = cpp.path("duration").asLong(0);
    if (seconds < 0 || seconds > Integer.MAX_VALUE) {
      throw new MalformedException("a duration of seconds", 0);
    }
    Subscribe subscribe =
        new Subscribe(
            watcher,
            target,
            Duration.ofSeconds(seconds),
            new SubscriptId(cpp.path("subscriptId").asText("s")),
            transId);
    // Who subscribes from the other side is foreign; who was asked from here has a foreign target.
    SubscriptionMapping subscriptions =
        subscriptions(
            new PresenceMapping(
                asked
                    ? addresses(watcher.domain(), Set.of(target.domain()))
                    : addresses(target.domain(), Set.of(watcher.domain()))));
    List<PresenceStanza> stanzas = new ArrayList<>();
    int answer = sip.path("answer").asInt(0);
    if (asked) {
      stanzas.add(subscriptions.toStanza(subscribe, isKnown(cpp.path("subscriptId"))));
      answered(seconds);
    } else if (answer >= 300 && answer < 700) {
      subscriptions
          .toStanza(new SipAnswer(answer, "", Optional.empty()), subscribe)
          .ifPresent(stanzas::add);
    } else if (given.state().isPresent()) {
      subscriptions.toStanza(given.state().get(), false, watcher, target).ifPresent(stanzas::add);
    } else {
      throw new MalformedException("a subscribe operation, an answer or a Subscription-State", 0);
    }
    if (stanzas.isEmpty()) {
      result.field("expect").put("nothing", true);
      return result;
    }
    if (!named) {
      result.note("nothing says between whom: --watcher and --target could");
      stanzas.replaceAll(InwardTranslation::withoutAddresses);
    }
    return written(stanzas);
  }

  /** Whether a subscription goes by that SubscriptID, unless it says "new" (RFC 3859 §3.4.3). */
  private static boolean isKnown(JsonNode subscriptId) {
    return subscriptId.isTextual()
        && !subscriptId.asText().endsWith("new)")
        && !subscriptId.asText().equals("new");
  }

  /** What the one who subscribes gets at once (RFC 8048 §5.3.1, §7.2). */
  private void answered(long seconds) {
    SubscriptionState state =
        seconds > 0
            ? SubscriptionState.of(SubscriptionState.State.PENDING, Duration.ofSeconds(seconds))
            : SubscriptionState.terminated(SubscriptionState.Reason.TIMEOUT);
    Map<String, Object> notify = new LinkedHashMap<>();
    notify.put("method", "NOTIFY");
    notify.put("Subscription-State", state.toString());
    result.field("sip").put("answer", 200);
    result.field("sip").put("then", notify);
  }

  private static SubscriptionMapping subscriptions(PresenceMapping presence) {
    return new SubscriptionMapping(
        presence, new ErrorMapping(new AddressMapping(Set.of(), Set.of(), Optional.empty())));
  }

  private Translation written(List<? extends Stanza> stanzas) {
    result.output(StanzaDocument.write(stanzas));
    return result;
  }

  private CpimMessage decode(Octets input) throws MalformedException {
    try {
      return CpimCodec.decode(input, CpimLimits.DEFAULT);
    } catch (MalformedException strict) {
      CpimMessage lenient = CpimCodec.decodeLenient(input, CpimLimits.DEFAULT);
      result.note("read leniently: " + strict.getMessage());
      return lenient;
    }
  }

  /** Those of the configuration; else the foreign domain keeps its addresses. */
  private AddressMapping addresses(String foreign, Set<String> local) {
    if (given.addresses().isPresent()) {
      return given.addresses().get();
    }
    Set<String> own = given.served().isEmpty() ? local : given.served();
    return new AddressMapping(
        own, own.contains(foreign) ? Set.of() : Set.of(foreign), Optional.empty());
  }

  private static PresenceStanza withoutTo(PresenceStanza stanza) {
    return new PresenceStanza(
        stanza.from(),
        Optional.empty(),
        stanza.id(),
        stanza.type(),
        stanza.lang(),
        stanza.children());
  }

  private static PresenceStanza withoutAddresses(PresenceStanza stanza) {
    return new PresenceStanza(
        Optional.empty(),
        Optional.empty(),
        stanza.id(),
        stanza.type(),
        stanza.lang(),
        stanza.children());
  }

  private static PresUri pres(ImUri uri) {
    return new PresUri(uri.localPart(), uri.domain());
  }

  private static ImUri inbox(Mailbox mailbox) throws UnmappableException {
    return ImAddress.parse(mailbox.uri());
  }
}
