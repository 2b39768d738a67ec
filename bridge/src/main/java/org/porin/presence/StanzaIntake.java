package org.porin.presence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.mapping.HopHeaders;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.UnmappableException;
import org.porin.presence.PresenceCounts.Drop;
import org.porin.presence.PresenceCounts.Input;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Hops;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.stanza.PresenceStanza;

/**
 * What comes from the XMPP side: whom it is for, and whether it may pass. The first half is done on
 * the reading thread, so that what may not pass takes nobody's room.
 */
final class StanzaIntake {
  private final PresenceMapping mapping;
  private final Gate gate;
  private final Refusals refusals;
  private final Course<Watch> watches;
  private final Course<Audience> audiences;
  private final WatchRules watchRules;
  private final Surroundings around;
  private final Lost lost;

  StanzaIntake(
      PresenceMapping mapping,
      Gate gate,
      Refusals refusals,
      Course<Watch> watches,
      Course<Audience> audiences,
      WatchRules watchRules,
      Surroundings around,
      Lost lost) {
    this.mapping = mapping;
    this.gate = gate;
    this.refusals = refusals;
    this.watches = watches;
    this.audiences = audiences;
    this.watchRules = watchRules;
    this.around = around;
    this.lost = lost;
  }

  /** Called on a reading thread. */
  void presence(PresenceStanza stanza) {
    around.counts().input(kind(stanza));
    Optional<Pair> pair = pair(stanza);
    if (pair.isEmpty()) {
      return;
    }
    Optional<Refused> refusal = asks(stanza) ? early(stanza, pair.get()) : Optional.empty();
    if (refusal.isPresent()) {
      SubscriptionLog.refused(watches.kind(), pair.get(), refusal.get());
      refusals.bounce(stanza, refusal.get());
      return;
    }
    int size = Sizes.of(stanza);
    Outsider sender = Outsider.sender(stanza, refusals, around.mailbox(), size);
    if (!around.mailbox().offer(sender.taking(() -> dispatch(stanza, pair.get(), sender)), size)) {
      refusals.bounce(stanza, Refusals.noRoom(around.mailbox()));
      if (!Refusals.isAnswered(stanza)) {
        around.counts().dropped(Drop.NO_ROOM);
        lost.add(pair.get());
      }
    }
  }

  /** A probe asks once, where there is no subscription (RFC 8048 §7.1). */
  private static boolean asks(PresenceStanza stanza) {
    return stanza.is("subscribe") || stanza.is("probe");
  }

  /** Servers probe all contacts of who logs in, so that a rate holds for what is new alone. */
  private Optional<Refused> early(PresenceStanza stanza, Pair pair) {
    HopHeaders headers = HopHeaders.of(stanza);
    Hops hops = new Hops(headers.maxForwards(), headers.trace());
    return around
        .admission()
        .refusalOf(Side.XMPP, pair.user(), pair.contact(), hops)
        .or(() -> stanza.is("subscribe") ? tooEarly(pair) : Optional.empty());
  }

  private Optional<Refused> tooEarly(Pair pair) {
    Origin origin = new Origin(Side.XMPP, pair.user().domain());
    return around.admission().tooEarly(origin, pair.user(), pair.contact());
  }

  private Optional<Pair> pair(PresenceStanza stanza) {
    Optional<Jid> from = stanza.from();
    Optional<Jid> to = stanza.to();
    if (from.isEmpty() || to.isEmpty()) {
      around.counts().dropped(Drop.UNMAPPABLE);
      return Optional.empty();
    }
    try {
      PresUri user = mapping.toPres(from.get());
      return Optional.of(new Pair(user, mapping.toPres(to.get())));
    } catch (UnmappableException e) {
      around.counts().dropped(Drop.UNMAPPABLE);
      if (to.get().localPart().isEmpty()) {
        return Optional.empty(); // the gateway itself is nobody's contact
      }
      refusals.bounce(stanza, new Refused(e.reason(), e.text()));
      return Optional.empty();
    }
  }

  /** On the one thread. */
  private void dispatch(PresenceStanza stanza, Pair pair, Outsider sender) {
    Optional<Held<Watch>> watch = watches.table().find(pair);
    Optional<Held<Audience>> audience = audiences.table().find(pair);
    if (asks(stanza) && watch.isEmpty()) {
      Optional<Refused> refusal =
          gate.ofNew(watches, pair)
              .or(() -> stanza.is("probe") ? tooEarly(pair) : Optional.empty());
      if (refusal.isPresent()) {
        SubscriptionLog.refused(watches.kind(), pair, refusal.get());
        sender.refuse(refusal.get());
        return;
      }
      watch = Optional.of(watches.table().place(pair));
    }
    boolean answersProbe = stanza.is("unsubscribed") && isProbeAnswer(stanza, watch, audience);
    boolean forAudience = audience.isPresent() && !answersProbe;
    if (watch.isEmpty() && !forAudience) {
      around
          .counts()
          .dropped(PresenceMapping.isNotification(stanza) ? Drop.DIRECTED : Drop.NO_SUBSCRIPTION);
      sender.done();
      return;
    }
    if (PresenceMapping.isNotification(stanza)) { // each asks for it in its own turn
      watch = watch.filter(held -> !held.isRestored());
      forAudience &= audience.filter(held -> !held.isRestored()).isPresent();
      if (watch.isEmpty() && !forAudience) {
        sender.done();
        return;
      }
    }
    if (forAudience) {
      Asker asker = watch.isPresent() ? Asker.NOBODY : sender;
      audiences.give(audience.get(), new Task<>((before, now) -> hear(before, stanza, now), asker));
    }
    watch.ifPresent(
        held -> watches.give(held, new Task<>((w, now) -> take(w, pair, stanza, now), sender)));
  }

  private Step<Watch> take(Optional<Watch> before, Pair pair, PresenceStanza stanza, Instant now) {
    try {
      Watch watch =
          before.isPresent() ? before.get() : Watch.none(pair.user(), pair.contact(), watchRules);
      return watch.stanza(stanza, now);
    } catch (UnmappableException e) {
      refusals.bounce(stanza, new Refused(e.reason(), e.text()));
      return Step.over(List.of());
    }
  }

  private Step<Audience> hear(Optional<Audience> before, PresenceStanza stanza, Instant now) {
    if (before.isEmpty()) {
      return Step.over(List.of());
    }
    Step<Audience> step = before.get().stanza(stanza, now);
    boolean told = step.actions().stream().anyMatch(Action.Notify.class::isInstance);
    if (!told && PresenceMapping.isNotification(stanza)) {
      around.counts().coalesced();
    }
    return step;
  }

  /** A server says {@code unsubscribed} to a probe of somebody who was not let in. */
  private static boolean isProbeAnswer(
      PresenceStanza stanza, Optional<Held<Watch>> watch, Optional<Held<Audience>> audience) {
    if (watch.flatMap(Held::machine).filter(Watch::probes).isEmpty()) {
      return false;
    }
    boolean letIn =
        audience.flatMap(Held::machine).filter(it -> it.grant() == Grant.GIVEN).isPresent();
    return !letIn || stanza.id().filter(Watch.PROBE_ID::equals).isPresent();
  }

  private static Input kind(PresenceStanza stanza) {
    return switch (stanza.type().orElse("")) {
      case "subscribe" -> Input.SUBSCRIBE;
      case "unsubscribe" -> Input.UNSUBSCRIBE;
      case "subscribed" -> Input.SUBSCRIBED;
      case "unsubscribed" -> Input.UNSUBSCRIBED;
      case "probe" -> Input.PROBE;
      case "error" -> Input.ERROR;
      default -> Input.PRESENCE;
    };
  }
}
