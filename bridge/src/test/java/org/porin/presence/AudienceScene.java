package org.porin.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.porin.address.AddressMapping;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.mapping.ErrorMapping;
import org.porin.mapping.PresenceMapping;
import org.porin.mapping.SubscriptionMapping;
import org.porin.profile.Failure;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService.Arrival;
import org.porin.profile.Response;
import org.porin.profile.SubscriptId;
import org.porin.profile.TransId;
import org.porin.stanza.PresenceStanza;

/** Romeo, on the other side, watches Juliet, whose server speaks XMPP; what each input gives. */
final class AudienceScene {
  static final Instant NOON = Instant.parse("2005-11-23T12:00:00Z");
  static final PresUri ROMEO = new PresUri("romeo", "montague.example");
  static final PresUri JULIET = new PresUri("juliet", "capulet.example");
  static final Jid ROMEO_JID = new Jid("romeo", "montague.example", "");
  static final Jid JULIET_JID = new Jid("juliet", "capulet.example", "");

  private static final AddressMapping ADDRESSES =
      new AddressMapping(Set.of("capulet.example"), Set.of("montague.example"), Optional.empty());

  Instant now = NOON;
  boolean julietWatchesRomeo;
  Optional<Audience> audience = Optional.of(Audience.of(ROMEO, JULIET, rules()));
  Optional<GrantRow> grantRow = Optional.empty();
  final Map<String, AudienceRow> rows = new LinkedHashMap<>();
  private int ids;
  private final Map<String, Integer> remote = new LinkedHashMap<>();

  AudienceRules rules() {
    PresenceMapping presence = new PresenceMapping(ADDRESSES);
    return new AudienceRules(
        presence,
        new SubscriptionMapping(presence, new ErrorMapping(ADDRESSES)),
        new Marks(),
        (user, contact) -> julietWatchesRomeo,
        () -> new TransId("own-" + ids++),
        AudienceRules.SHORTEST,
        AudienceRules.LONGEST,
        AudienceRules.MOST_LEGS);
  }

  /** Marks as the membrane makes them. */
  static final class Marks implements AudienceRules.Trail {
    @Override
    public Hops relayed(PresUri source, PresUri destination, Hops hops) {
      List<String> trace = new ArrayList<>(hops.trace());
      trace.add("here");
      return new Hops(hops.maxForwards() - 1, trace);
    }

    @Override
    public Hops born(PresUri source, PresUri destination) {
      return new Hops(Hops.NEW.maxForwards(), List.of("here"));
    }
  }

  /** A SUBSCRIBE as the SIP side has it: its legs are two sequence numbers. */
  record Came(boolean first, String legName, int cseq, Hops hops, List<String> accept)
      implements Arrival {
    @Override
    public org.porin.profile.Origin origin() {
      return new org.porin.profile.Origin(
          org.porin.profile.Origin.Side.SIMPLE, "198.51.100.7:5060");
    }

    @Override
    public Optional<Leg> opened() {
      return first ? Optional.of(new Leg(legName, "sent 0 met " + cseq)) : Optional.empty();
    }

    @Override
    public Optional<Leg> on(Leg before) {
      String[] state = before.state().split(" ", -1);
      return Integer.parseInt(state[3]) >= cseq
          ? Optional.empty()
          : Optional.of(new Leg(before.name(), "sent " + state[1] + " met " + cseq));
    }
  }

  Leg sentOn(Leg before) {
    String[] state = before.state().split(" ", -1);
    return new Leg(before.name(), "sent " + (Integer.parseInt(state[1]) + 1) + " met " + state[3]);
  }

  /** A SUBSCRIBE outside of any dialog. */
  Did subscribes(String leg, int seconds, String... accept) {
    return arrives(leg, seconds, new Came(true, leg, next(leg), Hops.NEW, List.of(accept)));
  }

  /** One in the dialog. */
  Did refreshes(String leg, int seconds, String... accept) {
    return arrives(leg, seconds, new Came(false, leg, next(leg), Hops.NEW, List.of(accept)));
  }

  Did arrives(String leg, int seconds, Arrival arrival) {
    Subscribe operation =
        new Subscribe(
            ROMEO,
            JULIET,
            Duration.ofSeconds(seconds),
            new SubscriptId("id of " + leg),
            new TransId("t" + ids++));
    Did did = done(current().subscribe(operation, arrival, now));
    return new Did(did.actions(), operation.transId());
  }

  private int next(String leg) {
    return remote.merge(leg, 1, Integer::sum);
  }

  /** Juliet, or her server for her. */
  Did juliet(String type) {
    return stanza(PresenceStanza.of(JULIET_JID, ROMEO_JID, Optional.of(type)));
  }

  /** A resource of hers is there. */
  Did online(String resource, String show) {
    return stanza(
        PresenceStanza.of(JULIET_JID.withResource(resource), ROMEO_JID, Optional.empty())
            .withShow(show));
  }

  Did offline(String resource) {
    return stanza(
        PresenceStanza.of(
            JULIET_JID.withResource(resource), ROMEO_JID, Optional.of("unavailable")));
  }

  Did stanza(PresenceStanza stanza) {
    return done(current().stanza(stanza, now));
  }

  Did arrived(String leg) {
    return outcome(leg, Optional.empty(), Optional.empty(), false);
  }

  Did lost(String leg, int status) {
    return outcome(
        leg,
        Optional.of(new Failure.SipAnswer(status, "", Optional.empty())),
        Optional.empty(),
        true);
  }

  Did failed(String leg, int status, Optional<Duration> retryAfter) {
    return outcome(
        leg, Optional.of(new Failure.SipAnswer(status, "", Optional.empty())), retryAfter, false);
  }

  Did failed(String leg, Failure.Reason reason) {
    return outcome(leg, Optional.of(new Failure.Refused(reason, "")), Optional.empty(), false);
  }

  private Did outcome(
      String leg, Optional<Failure> failure, Optional<Duration> retryAfter, boolean legLost) {
    Action.Notify sent = underWay(leg);
    underWay.remove(leg);
    TransId transId = sent.notification().transId();
    Response response =
        failure.map(why -> Response.failure(transId, why)).orElse(Response.success(transId));
    Leg after = sentOn(sent.leg());
    return done(
        current()
            .notified(
                leg, new Outcome(response, after, Optional.empty(), retryAfter, legLost), now));
  }

  /** The NOTIFY that is under way on a leg. */
  Action.Notify underWay(String leg) {
    return Optional.ofNullable(underWay.get(leg)).orElseThrow();
  }

  /** All that is under way arrives, and what follows from that. */
  void allArrives() {
    while (!underWay.isEmpty()) {
      arrived(underWay.keySet().iterator().next());
    }
  }

  final Map<String, Action.Notify> underWay = new LinkedHashMap<>();

  /** Time passes, and is given when it is due. */
  Did pass(Duration time) {
    Instant end = now.plus(time);
    List<Action> actions = new ArrayList<>();
    while (audience.flatMap(Audience::due).filter(due -> !due.isAfter(end)).isPresent()) {
      now = later(now, current().due().get());
      actions.addAll(done(current().time(now)).actions());
    }
    now = end;
    return new Did(actions, new TransId("none"));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  Did pass(int seconds) {
    return pass(Duration.ofSeconds(seconds));
  }

  Did linkOpens() {
    return done(current().opened(now));
  }

  /** The process ends at once and begins anew with what was kept. */
  Did restarts() {
    underWay.clear();
    audience =
        Optional.of(
            Audience.restored(ROMEO, JULIET, grantRow, List.copyOf(rows.values()), rules(), now));
    return done(current().restarted(now));
  }

  Audience current() {
    return audience.orElseGet(() -> Audience.of(ROMEO, JULIET, rules()));
  }

  Did done(Step<Audience> step) {
    audience = step.after();
    for (Action action : step.actions()) {
      if (action instanceof Action.Keep keep) {
        put(keep.row());
      } else if (action instanceof Action.Forget forget) {
        drop(forget.row());
      } else if (action instanceof Action.Notify notify) {
        if (underWay.put(notify.leg().name(), notify) != null) {
          throw new AssertionError("two at a time on " + notify.leg().name());
        }
      }
    }
    return new Did(step.actions(), new TransId("none"));
  }

  private void put(PresenceStore.Row row) {
    if (row instanceof GrantRow granted) {
      grantRow = Optional.of(granted);
    } else if (row instanceof AudienceRow leg) {
      rows.put(leg.leg().name(), leg);
    }
  }

  private void drop(PresenceStore.Row row) {
    if (row instanceof GrantRow) {
      grantRow = Optional.empty();
    } else if (row instanceof AudienceRow leg) {
      rows.remove(leg.leg().name());
    }
  }

  /** What one input gave. */
  record Did(List<Action> actions, TransId transId) {
    Action.Answer answer() {
      return only(Action.Answer.class);
    }

    Optional<Failure> refusal() {
      return answer().response().failure();
    }

    List<Notification> notifications() {
      return all(Action.Notify.class).stream().map(Action.Notify::notification).toList();
    }

    Notification notification() {
      return only(Action.Notify.class).notification();
    }

    List<PresenceStanza> stanzas() {
      return all(Action.Tell.class).stream().map(Action.Tell::stanza).toList();
    }

    List<String> types() {
      return stanzas().stream().map(stanza -> stanza.type().orElse("")).toList();
    }

    <T> List<T> all(Class<T> kind) {
      return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T> T only(Class<T> kind) {
      List<T> all = all(kind);
      if (all.size() != 1) {
        throw new AssertionError("one " + kind.getSimpleName() + " in " + actions);
      }
      return all.get(0);
    }
  }
}
