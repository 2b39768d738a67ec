package org.porin.mapping;

import java.time.Duration;
import java.util.Optional;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.profile.Failure;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.PresenceOperation;
import org.porin.profile.PresenceOperation.Approve;
import org.porin.profile.PresenceOperation.End;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.SubscriptId;
import org.porin.profile.SubscriptionState;
import org.porin.profile.SubscriptionState.Reason;
import org.porin.profile.SubscriptionState.State;
import org.porin.profile.TransId;
import org.porin.stanza.PresenceStanza;
import org.porin.stanza.StanzaCodec;
import org.porin.stanza.StanzaError;

/**
 * The stanzas that manage subscriptions to operations and back (RFC 3922 §6, RFC 8048 §5 and §7).
 * What is subscribed to already, and by whom, the caller knows.
 */
public final class SubscriptionMapping {
  private static final int FORBIDDEN = 403;
  private static final int TOO_BRIEF = 423;
  private static final int NO_DIALOG = 481;
  private static final int BAD_EVENT = 489;
  private static final int DECLINE = 603;

  private final PresenceMapping presence;
  private final ErrorMapping errors;

  public SubscriptionMapping(PresenceMapping presence, ErrorMapping errors) {
    this.presence = presence;
    this.errors = errors;
  }

  /** The SubscriptIDs that the caller keeps. */
  public interface SubscriptIds {
    /** A new one. */
    SubscriptId fresh();

    /** That of a subscription that there is. */
    Optional<SubscriptId> of(PresUri watcher, PresUri target);
  }

  /**
   * The operation of a stanza from the XMPP side. Between bare JIDs, whatever it is addressed to
   * (RFC 6121 §3.1.2).
   *
   * @param duration for which to subscribe, since XMPP names none (RFC 3922 §6.1)
   * @return empty for what is no subscription matter: notifications and errors, unknown types, and
   *     an unsubscribe where there is nothing to end
   * @throws UnmappableException when an address is nobody on the other side
   */
  public Optional<PresenceOperation> toOperation(
      PresenceStanza stanza, TransId transId, Duration duration, SubscriptIds ids)
      throws UnmappableException {
    if (stanza.type().isEmpty()) {
      return Optional.empty();
    }
    return switch (stanza.type().get()) {
      case "subscribe" -> {
        PresUri watcher = from(stanza);
        PresUri target = to(stanza);
        SubscriptId id = ids.of(watcher, target).orElseGet(ids::fresh);
        yield Optional.of(new Subscribe(watcher, target, duration, id, transId));
      }
      case "unsubscribe" -> {
        PresUri watcher = from(stanza);
        PresUri target = to(stanza);
        yield ids.of(watcher, target) // RFC 3922 §6.4
            .map(id -> new Subscribe(watcher, target, Duration.ZERO, id, transId));
      }
      case "probe" -> // a dialog of its own (RFC 8048 §7.1)
          Optional.of(new Subscribe(from(stanza), to(stanza), Duration.ZERO, ids.fresh(), transId));
      case "subscribed" -> Optional.of(new Approve(to(stanza), from(stanza), transId));
      case "unsubscribed" -> Optional.of(new End(to(stanza), from(stanza), transId)); // OPEN s
      default -> Optional.empty();
    };
  }

  /**
   * The stanza for an operation from the other side. To cancel is to be gone for a while, not to
   * give up what was granted (RFC 8048 §5.3.3).
   *
   * @param known whether there is a subscription under the SubscriptID
   * @throws UnmappableException when XMPP has no address for one of the two
   */
  public PresenceStanza toStanza(PresenceOperation operation, boolean known)
      throws UnmappableException {
    Jid watcher = presence.toJid(operation.watcher());
    Jid target = presence.toJid(operation.target());
    if (operation instanceof Subscribe subscribe) {
      String type = "subscribe";
      if (subscribe.duration().isZero()) {
        type = known ? "unavailable" : "probe"; // RFC 8048 §5.3.3, §7.2
      }
      return PresenceStanza.of(watcher, target, Optional.of(type))
          .withId(operation.transId().value()); // RFC 3922 §6.2
    }
    return answer(operation instanceof Approve, operation.watcher(), operation.target());
  }

  /**
   * What the state in a NOTIFY says to the watcher on the XMPP side. Pending says nothing (RFC 8048
   * §5.2.1), nor does an end after which the bridge subscribes again.
   *
   * @param approved whether the watcher has been told {@code subscribed}
   */
  public Optional<PresenceStanza> toStanza(
      SubscriptionState state, boolean approved, PresUri watcher, PresUri target)
      throws UnmappableException {
    boolean refused = state.reason().filter(Reason::isFinal).isPresent();
    return switch (state.state()) {
      case ACTIVE -> approved ? Optional.empty() : Optional.of(answer(true, watcher, target));
      case PENDING -> Optional.empty();
      case TERMINATED -> refused ? Optional.of(answer(false, watcher, target)) : Optional.empty();
    };
  }

  /**
   * What the failure of a subscribe operation says to the watcher on the XMPP side.
   *
   * @return empty when the bridge should try again (RFC 8048 §5.2.2)
   * @throws UnmappableException when XMPP has no address for one of the two
   */
  public Optional<PresenceStanza> toStanza(Failure failure, Subscribe operation)
      throws UnmappableException {
    int status = failure instanceof SipAnswer answer ? answer.status() : 0;
    return switch (status) {
      case TOO_BRIEF, NO_DIALOG -> Optional.empty();
      case FORBIDDEN, BAD_EVENT, DECLINE -> // for good
          Optional.of(answer(false, operation.watcher(), operation.target()));
      default -> {
        PresenceStanza asked =
            PresenceStanza.of(
                    presence.toJid(operation.watcher()),
                    presence.toJid(operation.target()),
                    Optional.of("subscribe"))
                .withId(operation.transId().value());
        StanzaError error = errors.toStanzaError(failure);
        yield StanzaCodec.errorOf(asked, error).map(PresenceStanza.class::cast);
      }
    };
  }

  /** The state in the NOTIFY that tells a watcher on the other side of a stanza. */
  public static Optional<SubscriptionState> toState(PresenceOperation operation, Duration expires) {
    if (operation instanceof Approve) {
      return Optional.of(SubscriptionState.of(State.ACTIVE, expires));
    }
    return operation instanceof End
        ? Optional.of(SubscriptionState.terminated(Reason.REJECTED))
        : Optional.empty();
  }

  /**
   * The state in the NOTIFY that tells a watcher on the other side of a subscribe stanza that
   * bounced. What may pass is to be tried again.
   */
  public static SubscriptionState toState(StanzaError error) {
    return SubscriptionState.terminated(
        switch (error.condition()) {
          case GONE, ITEM_NOT_FOUND -> Reason.NORESOURCE;
          default -> error.type() == StanzaError.Type.WAIT ? Reason.PROBATION : Reason.REJECTED;
        });
  }

  private PresenceStanza answer(boolean approved, PresUri watcher, PresUri target)
      throws UnmappableException {
    return PresenceStanza.of(
        presence.toJid(target),
        presence.toJid(watcher),
        Optional.of(approved ? "subscribed" : "unsubscribed"));
  }

  private PresUri from(PresenceStanza stanza) throws UnmappableException {
    return presence.toPres(address(stanza.from(), "from"));
  }

  private PresUri to(PresenceStanza stanza) throws UnmappableException {
    return presence.toPres(address(stanza.to(), "to"));
  }

  private static Jid address(Optional<Jid> jid, String attribute) throws UnmappableException {
    return jid.orElseThrow(
        () ->
            new UnmappableException(
                Failure.Reason.INVALID_ADDRESS, "the stanza has no " + attribute));
  }
}
