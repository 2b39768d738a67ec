package org.porin.component;

import java.util.List;
import java.util.Optional;
import org.porin.address.Jid;
import org.porin.component.LinkEnd.Cause;
import org.porin.mapping.AssertionElement;
import org.porin.profile.Failure;
import org.porin.stanza.IqStanza;
import org.porin.stanza.MessageStanza;
import org.porin.stanza.MessageType;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.Stanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StreamElement;
import org.porin.stanza.StreamElement.Unreadable;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for each element that one link reads where it goes (OPEN g): iqs are answered here,
 * answers and errors settle what this bridge sent, messages go on to {@link InboundMessages},
 * presence to {@link InboundPresence}, what a user may have done to {@link Commands}.
 *
 * <p>Whatever comes, what goes back has {@code from} in the domain of the link and a {@code to}: a
 * server ends the stream of everybody otherwise (XEP-0114 §3, RFC 6120 §4.9.3.9).
 */
final class StanzaDispatch implements LinkReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(StanzaDispatch.class);

  private final String domain;
  private final InboundMessages messages;
  private final InboundPresence arriving;
  private final IqResponder requests;
  private final Optional<Commands> commands;
  private final ReturnPath link;
  private final StanzaIds ids;
  private final WireLog wireLog;

  StanzaDispatch(LinkOutline.Shared shared, ReturnPath link) {
    this.domain = link.domain();
    this.messages = shared.messages();
    this.arriving = shared.presence();
    this.requests = shared.requests();
    this.commands = shared.commands();
    this.link = link;
    this.ids = shared.ids();
    this.wireLog = shared.wireLog();
  }

  @Override
  public Optional<LinkEnd> receive(StreamElement element, int octets, Outgoing outgoing) {
    if (element instanceof StreamElement.Routed routed) {
      routed(routed.stanza(), octets, outgoing);
    } else if (element instanceof Unreadable unreadable) {
      unreadable(unreadable, outgoing);
    } else if (element instanceof StreamElement.StreamError error) {
      return Optional.of(LinkEnd.streamError(domain, error.condition(), error.text()));
    } else {
      return Optional.of(
          LinkEnd.of(Cause.MALFORMED, "a second <handshake/> came on the link of " + domain));
    }
    return Optional.empty();
  }

  private void routed(Stanza stanza, int octets, Outgoing outgoing) {
    if (wireLog.isOn()) {
      wireLog.in(domain, StanzaCodec.encode(stanza));
    }
    try {
      stanza.choose(new Kinds(octets, outgoing));
    } catch (RuntimeException e) { // ours: that one operation ends, the link does not
      LOG.error("{}: a stanza could not be handled", domain, e);
      StanzaCodec.errorOf(
              stanza, StanzaError.of(Condition.INTERNAL_SERVER_ERROR, "A fault of the gateway"))
          .ifPresent(outgoing::answer);
    }
  }

  private final class Kinds implements Stanza.Cases<Optional<Void>> {
    private final int octets;
    private final Outgoing outgoing;

    Kinds(int octets, Outgoing outgoing) {
      this.octets = octets;
      this.outgoing = outgoing;
    }

    @Override
    public Optional<Void> message(MessageStanza received) {
      MessageStanza message = AssertionElement.in(received, Optional.empty()); // nobody makes one
      if (message.type() == MessageType.ERROR) {
        error(message, outgoing);
      } else if (isForThisLink(message)) {
        messages.receive(message, octets, link);
      } else {
        astray("message", message, outgoing);
      }
      return Optional.empty();
    }

    @Override
    public Optional<Void> presence(PresenceStanza received) {
      PresenceStanza presence = AssertionElement.in(received, Optional.empty());
      if (isForThisLink(presence) || !arriving.isCarried()) {
        arriving.receive(presence, link);
      } else if (presence.is("error")) {
        link.count(LinkCount.STRAY_ERROR);
      } else {
        astray("presence", presence, outgoing);
      }
      return Optional.empty();
    }

    @Override
    public Optional<Void> iq(IqStanza iq) {
      if (iq.type() == IqStanza.Type.RESULT || iq.type() == IqStanza.Type.ERROR) {
        answer(iq, outgoing);
      } else if (isForThisLink(iq)) {
        request(iq, outgoing);
      } else {
        astray("iq", iq, outgoing);
      }
      return Optional.empty();
    }
  }

  private void request(IqStanza iq, Outgoing outgoing) {
    if (commands.isPresent() && Commands.areAsked(iq)) {
      commands.get().answer(iq, link);
    } else {
      outgoing.answer(requests.answer(iq));
    }
  }

  private boolean isForThisLink(Stanza stanza) {
    return stanza.from().isPresent()
        && stanza.to().filter(to -> to.domain().equals(domain)).isPresent();
  }

  /** RFC 6120 §8.1.1.1, §8.1.2.1: no server sends that, and no handler could answer it. */
  private void astray(String kind, Stanza stanza, Outgoing outgoing) {
    unreadable(
        new Unreadable(
            Condition.BAD_REQUEST,
            "a stanza from somebody to an address of " + domain,
            kind,
            Optional.empty(), // no type that forbids an answer
            stanza.id(),
            stanza.from().map(Jid::toString),
            stanza.to().map(Jid::toString)),
        outgoing);
  }

  /** Any answer to the ping will do, an error too: it has come back through the router. */
  private void answer(IqStanza iq, Outgoing outgoing) {
    Optional<List<Delivery>> confirmed = iq.id().flatMap(outgoing::answered);
    if (confirmed.isPresent()) {
      confirmed.get().forEach(messages::confirmed);
    } else {
      link.count(LinkCount.STRAY_ANSWER);
    }
  }

  private void error(MessageStanza error, Outgoing outgoing) {
    if (error.id().isEmpty() || error.from().isEmpty() || error.to().isEmpty()) {
      link.count(LinkCount.STRAY_ERROR);
      return;
    }
    String id = error.id().get();
    Jid from = error.from().get();
    Jid to = error.to().get();
    StanzaError cause =
        error
            .error()
            .orElseGet(() -> StanzaError.of(Condition.UNDEFINED_CONDITION, "An error without one"));
    Optional<Delivery> bounced = outgoing.bounced(id, from, to);
    if (bounced.isPresent()) {
      bounced.get().fail(new Failure.StanzaBounce(cause, from.isFull()));
    } else if (ids.isOurs(id)) {
      link.count(LinkCount.LATE_BOUNCE);
      boolean told = messages.cameBack(id, from, to, cause.condition(), link);
      LOG.info(
          "{}: op={}: {} bounced a message after its sender had an answer: {}; {}",
          domain,
          StanzaIds.operationOf(id),
          from.domain(),
          cause.condition().wire(),
          told ? "a notice goes to the sender" : "the sender is not told");
    } else {
      link.count(LinkCount.STRAY_ERROR);
    }
  }

  private void unreadable(Unreadable unreadable, Outgoing outgoing) {
    link.count(LinkCount.UNREADABLE);
    LOG.debug( // counted: whoever sends many must not fill the log
        "{}: a stanza from {} cannot be taken: expected {}",
        domain,
        unreadable.from().map(LinkEnd::clip).orElse("an unknown sender"),
        unreadable.reason());
    var error =
        StanzaError.of(
            unreadable.condition(),
            "The gateway cannot read this stanza: it expected " + unreadable.reason() + ".");
    StanzaCodec.encodeError(readdressed(unreadable), error).ifPresent(outgoing::answer);
  }

  /** With addresses that an answer may have, when swapped: the component's own where none is. */
  private Unreadable readdressed(Unreadable cause) {
    return new Unreadable(
        cause.condition(),
        cause.reason(),
        cause.kind(),
        cause.type(),
        cause.id(),
        cause.from().flatMap(StanzaDispatch::jid).map(Jid::toString),
        cause
            .to()
            .flatMap(StanzaDispatch::jid)
            .filter(to -> to.domain().equals(domain))
            .map(Jid::toString)
            .or(() -> Optional.of(domain)));
  }

  private static Optional<Jid> jid(String text) {
    try {
      return Optional.of(Jid.parse(text));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }
}
