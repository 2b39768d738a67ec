package org.porin.daemon;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.porin.address.AddressMapping;
import org.porin.address.PresUri;
import org.porin.mapping.Availability;
import org.porin.mapping.EndToEndMapping;
import org.porin.mapping.ErrorMapping;
import org.porin.mapping.InstantMessageMapping;
import org.porin.mapping.Mapped;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.ReceiptMapping;
import org.porin.mapping.SubscriptionMapping;
import org.porin.mapping.SubscriptionMapping.SubscriptIds;
import org.porin.mapping.TransactionIds;
import org.porin.mapping.UnmappableException;
import org.porin.mapping.UserPresence;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.MimeEntity;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.StanzaBounce;
import org.porin.profile.PresenceOperation;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.SubscriptId;
import org.porin.profile.TransId;
import org.porin.stanza.IqStanza;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.Stanza;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** Stanzas to the other side, by the mappings that the running bridge uses. */
final class OutwardTranslation {
  private static final Duration DURATION = Duration.ofHours(1); // RFC 3856 §6.4
  private static final String NEW = "new";
  private static final String KNOWN = "known";

  private final Circumstances given;
  private final InstantMessageMapping messages;
  private final PresenceMapping presence;
  private final SubscriptionMapping subscriptions;
  private final ErrorMapping errors;
  private final Translation result = new Translation();
  private final Map<String, UserPresence> told = new LinkedHashMap<>();

  private OutwardTranslation(Circumstances given, AddressMapping addresses) {
    this.given = given;
    this.messages = new InstantMessageMapping(addresses);
    this.presence = new PresenceMapping(addresses);
    this.errors = new ErrorMapping(addresses);
    this.subscriptions = new SubscriptionMapping(presence, errors);
  }

  /**
   * Each message becomes an object, all presence of one user for one watcher the document after the
   * last stanza, and what manages subscriptions an operation.
   *
   * @throws MalformedException if this is no {@code <stanzas/>} document, stream or stanza
   * @throws UnmappableException with the cause that the sender would get
   */
  static Translation of(Octets input, Circumstances given, AddressMapping addresses)
      throws MalformedException, UnmappableException {
    var translation = new OutwardTranslation(given, addresses);
    for (Stanza stanza : StanzaDocument.read(input)) {
      if (stanza instanceof MessageStanza message) {
        translation.message(message);
      } else if (stanza instanceof PresenceStanza each) {
        translation.presence(each);
      } else {
        throw ofIq((IqStanza) stanza);
      }
    }
    return translation.end();
  }

  private static UnmappableException ofIq(IqStanza iq) {
    return new UnmappableException(
        Reason.NOT_EXPRESSIBLE, "an iq of type " + iq.type().wire() + " is never carried");
  }

  private void message(MessageStanza stanza) throws UnmappableException {
    if (stanza.type() == MessageType.ERROR) {
      settled(stanza);
      return;
    }
    if (!messages.carriesInstantMessage(stanza)) {
      result.note("nothing to send: the stanza carries no instant message");
      return;
    }
    Mapped<CpimMessage> plain = messages.toCpim(stanza, given.now());
    Mapped<CpimMessage> mapped =
        given.messageId().map(id -> ReceiptMapping.request(stanza, plain, id)).orElse(plain);
    if (EndToEndMapping.of(stanza).isPresent()) {
      secured(mapped.value());
    } else {
      result.output(CpimCodec.encode(mapped.value()));
    }
    result.omit(mapped.omissions());
  }

  /** The bare object: what it is wrapped in is a matter of the other protocol (RFC 3923 §8). */
  private void secured(CpimMessage message) {
    String from = message.from().uri();
    String to = message.to().get(0).uri();
    result.output(message.entity().octets());
    result.field("envelope").put("from", from);
    result.field("envelope").put("to", to);
    result.note("a secured object, as it stands (RFC 3923 §8), from " + from + " to " + to);
  }

  /** An error is the answer to what was sent before. */
  private void settled(MessageStanza stanza) {
    boolean full = stanza.from().filter(from -> from.isFull()).isPresent();
    int status = errors.toSipStatus(new StanzaBounce(stanza.error().orElseThrow(), full)).code();
    Map<String, Object> expect = result.field("expect");
    expect.put("message", false);
    expect.put("pendingTransaction", stanza.id());
    expect.put("sipIfStillOpen", status);
    expect.put("imdnIfRequested", "failed");
    result.note("nothing to send: the error settles what was sent before, as SIP " + status);
  }

  private void presence(PresenceStanza stanza) throws UnmappableException {
    if (PresenceMapping.isNotification(stanza)) {
      availability(stanza);
    } else if (stanza.is("error")) {
      result.note("nothing to send: the error settles what was sent before");
    } else {
      subscription(stanza);
    }
  }

  private void availability(PresenceStanza stanza) throws UnmappableException {
    UserPresence nothing = presence.presenceOf(stanza);
    Optional<Mapped<MimeEntity>> object = PresenceMapping.toSecured(stanza);
    if (object.isPresent()) {
      PresUri watcher = presence.toPres(stanza.to().orElseThrow());
      MimeEntity entity = object.get().value();
      secured(PresenceMapping.toCpim(entity, nothing.presentity(), watcher, given.now()));
      result.omit(object.get().omissions());
      return;
    }
    String pair = nothing.presentity() + " " + stanza.to().map(to -> to.bare().toString());
    UserPresence before =
        told.containsKey(pair) ? told.get(pair).afterTelling() : said(nothing.presentity());
    Mapped<UserPresence> mapped = presence.toPresence(before, stanza, given.now());
    told.put(pair, mapped.value());
    result.omit(mapped.omissions());
  }

  /** What the resources have told before, as the options and the test vectors have it. */
  private UserPresence said(PresUri presentity) {
    UserPresence said = UserPresence.of(presentity);
    for (Map.Entry<String, Optional<Availability>> known : given.told().resources().entrySet()) {
      if (known.getValue().isPresent()) {
        said = said.with(known.getKey(), known.getValue().get(), given.now());
      }
    }
    return said.afterTelling();
  }

  private void subscription(PresenceStanza stanza) throws UnmappableException {
    TransId transId = TransactionIds.of(stanza, () -> new byte[16]);
    boolean ends = stanza.is("unsubscribe");
    Optional<PresenceOperation> mapped =
        subscriptions.toOperation(stanza, transId, DURATION, new Ids(ends));
    if (mapped.isEmpty()) {
      throw new UnmappableException(
          Reason.NOT_EXPRESSIBLE, "presence of this type means nothing to the other side");
    }
    PresenceOperation operation = mapped.get();
    Map<String, Object> cpp = result.field("cpp");
    Map<String, Object> sip = result.field("sip");
    if (operation instanceof Subscribe subscribe) {
      describe(subscribe, cpp, sip);
    } else {
      boolean end = operation instanceof PresenceOperation.End;
      cpp.put("op", end ? "end" : "approve");
      parties(operation, cpp);
      if (end) {
        cpp.put("duration", 0);
      }
      cpp.put("transId", transId.value());
      sip.put("method", "NOTIFY");
      SubscriptionMapping.toState(operation, DURATION)
          .ifPresent(state -> sip.put("Subscription-State", state.toString()));
      sip.put("body", null);
    }
    result.note(
        "operation: "
            + cpp.get("op")
            + ", watcher "
            + operation.watcher()
            + ", target "
            + operation.target());
  }

  private static void describe(
      Subscribe subscribe, Map<String, Object> cpp, Map<String, Object> sip) {
    cpp.put("op", "subscribe");
    parties(subscribe, cpp);
    cpp.put("duration", subscribe.duration().toSeconds());
    cpp.put("transId", subscribe.transId().value());
    cpp.put("subscriptId", subscribe.subscriptId().value());
    sip.put("method", "SUBSCRIBE");
    if (subscribe.duration().isZero()) {
      sip.put("inDialog", subscribe.subscriptId().value().equals(KNOWN));
    } else {
      sip.put("Event", "presence");
      sip.put("Accept", "application/pidf+xml");
    }
    sip.put("Expires", subscribe.duration().toSeconds());
  }

  private static void parties(PresenceOperation operation, Map<String, Object> cpp) {
    cpp.put("watcher", operation.watcher().toString());
    cpp.put("target", operation.target().toString());
  }

  private Translation end() {
    for (UserPresence each : told.values()) {
      result.output(PresenceMapping.toEntity(each).body());
    }
    if (result.outputs().isEmpty() && !result.says("cpp") && !result.says("expect")) {
      result.field("expect").put("nothing", true);
    }
    return result;
  }

  /** Whether there is a subscription to end is not known here: it is taken for granted. */
  private record Ids(boolean known) implements SubscriptIds {
    @Override
    public SubscriptId fresh() {
      return new SubscriptId(NEW);
    }

    @Override
    public Optional<SubscriptId> of(PresUri watcher, PresUri target) {
      return known ? Optional.of(new SubscriptId(KNOWN)) : Optional.empty();
    }
  }
}
