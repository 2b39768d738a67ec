package org.porin.component;

import java.util.List;
import java.util.Optional;
import org.porin.address.Jid;
import org.porin.component.LinkEnd.Cause;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for each element that one link reads where it goes (OPEN g): iqs are answered here,
 * answers and errors settle what this bridge sent, messages go on to {@link InboundMessages}.
 * Presence is not carried yet: it is counted, and nothing is answered, not even to a subscription
 * request, which so stays pending on the server (RFC 6121 §3.1.3) until a bridge answers it.
 */
final class StanzaDispatch implements LinkReceiver {
  private static final Logger LOG = LoggerFactory.getLogger(StanzaDispatch.class);

  private final String domain;
  private final InboundMessages messages;
  private final IqResponder requests;
  private final ReturnPath link;
  private final StanzaIds ids;
  private final WireLog wireLog;

  StanzaDispatch(
      InboundMessages messages,
      IqResponder requests,
      ReturnPath link,
      StanzaIds ids,
      WireLog wireLog) {
    this.domain = link.domain();
    this.messages = messages;
    this.requests = requests;
    this.link = link;
    this.ids = ids;
    this.wireLog = wireLog;
  }

  @Override
  public Optional<LinkEnd> receive(StreamElement element, LinkSession session) {
    if (element instanceof StreamElement.Routed routed) {
      routed(routed.stanza(), session);
    } else if (element instanceof StreamElement.Unreadable unreadable) {
      unreadable(unreadable, session);
    } else if (element instanceof StreamElement.StreamError error) {
      return Optional.of(LinkEnd.streamError(domain, error.condition(), error.text()));
    } else {
      return Optional.of(
          LinkEnd.of(Cause.MALFORMED, "a second <handshake/> came on the link of " + domain));
    }
    return Optional.empty();
  }

  private void routed(Stanza stanza, LinkSession session) {
    if (wireLog.isOn()) {
      wireLog.in(domain, StanzaCodec.encode(stanza));
    }
    try {
      stanza.choose(new Kinds(session));
    } catch (RuntimeException e) { // ours: that one operation ends, the link does not
      LOG.error("{}: a stanza could not be handled", domain, e);
      answerError(stanza, Condition.INTERNAL_SERVER_ERROR, "A fault of the gateway", session);
    }
  }

  private static void answerError(
      Stanza stanza, Condition condition, String text, LinkSession session) {
    StanzaCodec.errorOf(stanza, StanzaError.of(condition, text)).ifPresent(session::answer);
  }

  private final class Kinds implements Stanza.Cases<Optional<Void>> {
    private final LinkSession session;

    Kinds(LinkSession session) {
      this.session = session;
    }

    @Override
    public Optional<Void> message(MessageStanza message) {
      if (message.type() == MessageType.ERROR) {
        error(message, session);
      } else {
        messages.receive(message, link);
      }
      return Optional.empty();
    }

    @Override
    public Optional<Void> presence(PresenceStanza presence) {
      link.count(LinkCount.PRESENCE_IGNORED);
      return Optional.empty();
    }

    @Override
    public Optional<Void> iq(IqStanza iq) {
      switch (iq.type()) {
        case GET, SET -> session.answer(requests.answer(iq));
        case RESULT, ERROR -> answer(iq, session);
      }
      return Optional.empty();
    }
  }

  /** Any answer to the ping will do, an error too: it has come back through the router. */
  private void answer(IqStanza iq, LinkSession session) {
    Optional<List<Delivery>> confirmed = iq.id().flatMap(session::answered);
    if (confirmed.isPresent()) {
      confirmed.get().forEach(Delivery::confirm);
    } else {
      link.count(LinkCount.STRAY_ANSWER);
    }
  }

  private void error(MessageStanza error, LinkSession session) {
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
    Optional<Delivery> bounced = session.bounced(id, from, to);
    if (bounced.isPresent()) {
      bounced.get().fail(new Failure.StanzaBounce(cause, from.isFull()));
    } else if (ids.isOurs(id)) {
      link.count(LinkCount.LATE_BOUNCE);
      LOG.info(
          "{}: {} bounced a message after its sender had an answer: {}",
          domain,
          from,
          cause.condition().wire());
    } else {
      link.count(LinkCount.STRAY_ERROR);
    }
  }

  private void unreadable(StreamElement.Unreadable unreadable, LinkSession session) {
    link.count(LinkCount.UNREADABLE);
    LOG.warn(
        "{}: a stanza from {} cannot be read: expected {}",
        domain,
        unreadable.from().orElse("an unknown sender"),
        unreadable.reason());
    var error =
        StanzaError.of(
            unreadable.condition(),
            "The gateway cannot read this stanza: it expected " + unreadable.reason() + ".");
    StanzaCodec.encodeError(unreadable, error).ifPresent(session::answer);
  }
}
