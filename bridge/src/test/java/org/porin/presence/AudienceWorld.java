package org.porin.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.porin.presence.AudienceScene.Came;
import org.porin.profile.Failure;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.Response;
import org.porin.profile.SubscriptId;
import org.porin.profile.SubscriptionState.State;
import org.porin.profile.TransId;
import org.porin.stanza.PresenceStanza;

/**
 * The machine between a model of the user's server and models of subscribers, with a store that
 * writes behind and a process that may end between any two actions.
 */
final class AudienceWorld {
  private static final int NO_CUT = -1;

  final AudienceServer server = new AudienceServer();
  final Map<String, AudiencePhone> phones = new LinkedHashMap<>();
  Instant now = AudienceScene.NOON;

  private final AudienceScene scene = new AudienceScene();
  private final AudienceRules rules = scene.rules();
  private Optional<Audience> audience = Optional.empty();
  private Optional<GrantRow> grantRow = Optional.empty();
  private final Map<String, AudienceRow> rows = new LinkedHashMap<>();
  private final List<Action> behind = new ArrayList<>();
  private Grant grant = Grant.NONE;
  private boolean asked;
  private int cut = NO_CUT;
  private int keptAtCrash;
  private Optional<Action.Answer> answer = Optional.empty();
  private boolean crashed;

  /** The process will end after so many actions of the next input, and keep so many changes. */
  void cutAfter(int actions, int kept) {
    cut = actions;
    keptAtCrash = kept;
  }

  void subscribes(int seconds) {
    String name = "leg" + phones.size();
    AudiencePhone phone = new AudiencePhone(name, seconds == 0);
    phone.expires = now.plusSeconds(seconds);
    phones.put(name, phone);
    boolean refused = grant == Grant.REFUSED || full();
    Grant before = grant;
    if (seconds > 0 && !refused && grant == Grant.NONE) {
      grant = Grant.ASKED;
      asked = false;
    }
    if (!arrives(phone, true, seconds)) {
      phone.alive = false; // no answer came: it will know of nothing
      return;
    }
    if (answer.orElseThrow().response().failure().isPresent()) {
      assertThat(refused).isTrue();
      grant = before;
      phone.alive = false;
      phone.over = true;
    } else {
      assertThat(before).isNotEqualTo(Grant.REFUSED);
      granted(phone, seconds);
    }
  }

  private boolean full() {
    return audience.filter(each -> each.legs().size() >= rules.mostLegs()).isPresent();
  }

  void refreshes(AudiencePhone phone, int seconds) {
    if (!phone.alive || phone.over || phone.fetch) {
      return;
    }
    final boolean live = isLive(phone);
    final Instant former = phone.expires;
    final Instant asked = now.plusSeconds(seconds);
    phone.cseq++;
    phone.expires =
        asked.isAfter(former) ? asked : former; // one or the other, until it is answered
    phone.owed = true;
    phone.failures = 0;
    if (!arrives(phone, false, seconds)) {
      phone.alive = false;
    } else if (answer.orElseThrow().response().failure().isPresent()) {
      assertThat(live).as("an unknown leg").isFalse();
      phone.cseq--;
      phone.expires = former;
      phone.alive = false;
    } else {
      granted(phone, seconds);
      phone.over |= seconds == 0;
    }
  }

  private void granted(AudiencePhone phone, int asked) {
    Duration granted = answer.orElseThrow().duration().orElseThrow();
    assertThat(granted).isLessThanOrEqualTo(Duration.ofSeconds(asked));
    phone.expires = now.plus(granted);
  }

  /** Whether there is an answer before the process ends. */
  private boolean arrives(AudiencePhone phone, boolean first, int seconds) {
    Subscribe operation =
        new Subscribe(
            AudienceScene.ROMEO,
            AudienceScene.JULIET,
            Duration.ofSeconds(seconds),
            new SubscriptId(phone.name),
            new TransId("t"));
    answer = Optional.empty();
    Came came = new Came(first, phone.name, phone.cseq, Hops.NEW, List.of());
    perform(current().subscribe(operation, came, now));
    return answer.isPresent();
  }

  private boolean isLive(AudiencePhone phone) {
    return audience.stream()
        .flatMap(each -> each.legs().stream())
        .anyMatch(leg -> leg.leg().name().equals(phone.name) && leg.isLive());
  }

  /** The next stanza of the server arrives. */
  void delivers() {
    PresenceStanza stanza = server.sent.poll();
    if (stanza == null) {
      return;
    }
    Grant before = grant;
    grant = after(stanza.type().orElse(""));
    asked &= grant == Grant.ASKED;
    boolean whole = perform(current().stanza(stanza, now));
    if (whole && grant != before && grant != Grant.NONE) {
      assertThat(grantRow.map(GrantRow::decision)).as("durable").contains(grant.word());
    }
  }

  private Grant after(String type) {
    return switch (type) {
      case "subscribed" -> Grant.GIVEN;
      case "unsubscribed" -> grant == Grant.NONE ? Grant.NONE : Grant.REFUSED;
      case "subscribe" -> grant == Grant.REFUSED ? Grant.NONE : grant;
      case "error" -> grant == Grant.REFUSED ? grant : Grant.NONE;
      default -> grant;
    };
  }

  void linkOpens() {
    if (!server.linkUp) {
      server.linkUp = true;
      asked = false;
      audience.ifPresent(each -> perform(each.opened(now)));
    }
  }

  /** A NOTIFY arrives, or what else becomes of it. */
  void outcome(AudiencePhone phone, int kind) {
    if (phone.underWay.isEmpty()) {
      return;
    }
    Action.Notify notify = phone.underWay.get();
    phone.underWay = Optional.empty();
    Notification notification = notify.notification();
    if (!phone.alive) {
      phone.dropped = true;
      end(phone, notify, Optional.of(new Failure.SipAnswer(481, "", Optional.empty())), true);
    } else if (kind == 1) {
      phone.failed();
      end(phone, notify, Optional.of(new Failure.SipAnswer(503, "", Optional.empty())), false);
    } else if (kind == 2) {
      phone.sees(notification); // and the answer is lost
      phone.failed();
      end(phone, notify, Optional.of(refused(Failure.Reason.PEER_UNREACHABLE)), false);
    } else if (kind == 3) {
      phone.alive = false;
      phone.dropped = true;
      end(phone, notify, Optional.of(refused(Failure.Reason.PEER_TIMEOUT)), false);
    } else {
      phone.sees(notification);
      phone.confirmed(notification);
      end(phone, notify, Optional.empty(), false);
    }
  }

  private static Failure refused(Failure.Reason reason) {
    return new Failure.Refused(reason, "");
  }

  private void end(
      AudiencePhone phone, Action.Notify notify, Optional<Failure> failure, boolean legLost) {
    TransId transId = notify.notification().transId();
    Response response =
        failure.map(why -> Response.failure(transId, why)).orElse(Response.success(transId));
    Leg after = scene.sentOn(notify.leg());
    Outcome outcome = new Outcome(response, after, Optional.empty(), Optional.empty(), legLost);
    audience.ifPresent(each -> perform(each.notified(phone.name, outcome, now)));
  }

  void pass(Duration time) {
    Instant end = now.plus(time);
    int turns = 0;
    while (due().filter(due -> !due.isAfter(end)).isPresent()) {
      assertThat(turns++).as("time that comes to nothing").isLessThan(1_000);
      Instant due = due().get();
      now = due.isAfter(now) ? due : now;
      perform(current().time(now));
    }
    now = end;
  }

  private Optional<Instant> due() {
    return audience.flatMap(Audience::due);
  }

  private Audience current() {
    return audience.orElseGet(() -> Audience.of(AudienceScene.ROMEO, AudienceScene.JULIET, rules));
  }

  private boolean perform(Step<Audience> step) {
    audience = step.after();
    for (Action action : step.actions()) {
      if (cut == 0) {
        crash(keptAtCrash);
        return false;
      }
      cut = cut == NO_CUT ? NO_CUT : cut - 1;
      perform(action);
    }
    cut = NO_CUT;
    return true;
  }

  private void perform(Action action) {
    if (action instanceof Action.Keep keep) {
      behind.add(keep);
      if (keep.first()) {
        write(behind.size());
      }
    } else if (action instanceof Action.Forget) {
      behind.add(action);
    } else if (action instanceof Action.Answer given) {
      assertThat(answer).as("one answer").isEmpty();
      answer = Optional.of(given);
    } else if (action instanceof Action.Tell tell) {
      tell(tell.stanza());
    } else if (action instanceof Action.Notify notify) {
      Optional.ofNullable(phones.get(notify.leg().name())).orElseThrow().sends(notify, grant, now);
    }
  }

  private void tell(PresenceStanza stanza) {
    if (stanza.is("subscribe")) {
      assertThat(grant).as("asked after an answer").isEqualTo(Grant.ASKED);
      assertThat(asked).as("asked twice").isFalse();
      asked = true;
    }
    if (server.linkUp) {
      server.took(stanza);
    }
  }

  private void write(int changes) {
    for (Action change : behind.subList(0, changes)) {
      if (change instanceof Action.Keep keep && keep.row() instanceof GrantRow row) {
        grantRow = Optional.of(row);
      } else if (change instanceof Action.Keep keep && keep.row() instanceof AudienceRow row) {
        rows.put(row.leg().name(), row);
      } else if (change instanceof Action.Forget forget && forget.row() instanceof GrantRow) {
        grantRow = Optional.empty();
      } else if (change instanceof Action.Forget forget
          && forget.row() instanceof AudienceRow row) {
        rows.remove(row.leg().name());
      }
    }
    behind.subList(0, changes).clear();
  }

  /** The process ends and begins anew; of what it wrote behind, so many changes are there. */
  void crash(int kept) {
    cut = NO_CUT;
    crashed = true;
    write(Math.min(kept, behind.size()));
    behind.clear();
    server.sent.clear();
    asked = false;
    grant = grantRow.map(row -> Grant.of(row.decision())).orElse(Grant.NONE);
    for (AudiencePhone phone : phones.values()) {
      if (kept % 2 == 0 && phone.alive) {
        phone.underWay.ifPresent(notify -> phone.sees(notify.notification()));
      }
      phone.forgotten();
      AudienceRow row = rows.get(phone.name);
      phone.dropped |= row == null;
      phone.cseq = row == null ? phone.cseq : met(row.leg());
      phone.active = row != null && !row.told().isEmpty() && !row.told().equals("pending");
      phone.owed = !phone.active;
    }
    if (grantRow.isPresent() || !rows.isEmpty()) {
      grant =
          grant == Grant.NONE && rows.values().stream().anyMatch(this::lasts) ? Grant.ASKED : grant;
      perform(
          Audience.restored(
                  AudienceScene.ROMEO,
                  AudienceScene.JULIET,
                  grantRow,
                  List.copyOf(rows.values()),
                  rules,
                  now)
              .restarted(now));
    } else {
      audience = Optional.empty();
    }
  }

  private boolean lasts(AudienceRow row) {
    return row.expires().isAfter(now);
  }

  private static int met(Leg leg) {
    return Integer.parseInt(leg.state().split(" ", -1)[3]);
  }

  /** Nothing happens any more, and all that is under way arrives: both sides agree. */
  void settles() {
    linkOpens();
    for (int i = 0; i < 40; i++) {
      allArrives();
      pass(Duration.ofSeconds(5));
    }
    allArrives();
    phones.values().stream().filter(phone -> phone.alive).forEach(this::assertAgrees);
  }

  private void allArrives() {
    while (!server.sent.isEmpty()
        || phones.values().stream().anyMatch(phone -> phone.underWay.isPresent())) {
      delivers();
      List.copyOf(phones.values()).forEach(phone -> outcome(phone, 0));
    }
  }

  private void assertAgrees(AudiencePhone phone) {
    if (phone.fetch) {
      int least = crashed || phone.dropped ? 0 : 1;
      assertThat(phone.told).as("a fetch is answered once").isBetween(least, 1 + phone.doubts);
    } else if (phone.isLive(now)) {
      assertThat(isLive(phone)).as("it lasts").isTrue();
      if (grant == Grant.GIVEN) {
        assertThat(server.from).isTrue();
        assertThat(phone.state).contains(State.ACTIVE);
        assertThat(AudiencePhone.open(phone.document.orElseThrow())).isEqualTo(truth());
      } else {
        assertThat(grant).isEqualTo(Grant.ASKED);
        assertThat(server.pending).isTrue();
        assertThat(phone.state).contains(State.PENDING);
      }
    }
  }

  private Map<String, String> truth() {
    Map<String, String> truth = new TreeMap<>();
    server.online.forEach((resource, show) -> truth.put("ID-" + resource, show));
    return truth;
  }

  /** Nobody refreshes any more: nothing is left of any subscription, and nobody is shown online. */
  void ends() {
    pass(Duration.ofHours(2));
    for (int i = 0; i < 40; i++) {
      allArrives();
      pass(Duration.ofMinutes(1));
    }
    allArrives();
    write(behind.size());
    assertThat(rows).isEmpty();
    assertThat(audience.map(Audience::legs).orElse(List.of())).isEmpty();
    for (AudiencePhone phone : phones.values()) {
      if (phone.alive && !phone.fetch && !phone.dropped) {
        assertThat(phone.state).contains(State.TERMINATED);
      }
    }
  }
}
