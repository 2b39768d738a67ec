package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.porin.address.AddressMapping;
import org.porin.address.PresUri;
import org.porin.mapping.ErrorMapping;
import org.porin.mapping.SipStatus;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService;
import org.porin.profile.PresenceService.Answer;
import org.porin.profile.PresenceService.Arrival;
import org.porin.profile.Response;
import org.porin.profile.SubscriptId;
import org.porin.profile.SubscriptionState;
import org.porin.profile.TransId;
import org.porin.wire.MalformedException;

class StandbyPresenceTest {
  private static final PresUri JULIET = new PresUri("juliet", "capulet.example");
  private static final PresUri ROMEO = new PresUri("romeo", "montague.example");
  private static final PresUri PARIS = new PresUri("paris", "verona.example");
  private static final TransId ID = new TransId("t1");
  private static final ErrorMapping ERRORS =
      new ErrorMapping(
          new AddressMapping(Set.of("capulet.example"), Set.of(), Optional.of("cpim.example")));

  private final Notes service = new Notes();
  private final StandbyPresence presence =
      new StandbyPresence(service, foreign -> foreign.domain().equals("montague.example"));

  /** Notes what it is given. */
  private static final class Notes implements PresenceService {
    final List<Object> given = new ArrayList<>();

    @Override
    public CompletionStage<Answer> subscribe(Subscribe operation, Arrival arrival) {
      return noted(operation, operation.transId());
    }

    @Override
    public CompletionStage<Answer> notify(Notification notification, Arrival arrival) {
      return noted(notification, notification.transId());
    }

    private CompletionStage<Answer> noted(Object operation, TransId id) {
      given.add(operation);
      return CompletableFuture.completedFuture(
          new Answer(Response.success(id), Optional.empty(), Optional.empty()));
    }
  }

  /** On a leg that there should be. */
  private record OnLeg() implements Arrival {
    @Override
    public Origin origin() {
      return new Origin(Side.SIMPLE, "192.0.2.7");
    }

    @Override
    public Hops hops() {
      return Hops.NEW;
    }

    @Override
    public List<String> accept() {
      return List.of();
    }

    @Override
    public Optional<Leg> opened() {
      return Optional.empty();
    }

    @Override
    public String legName() {
      return "leg";
    }

    @Override
    public Optional<Leg> on(Leg before) {
      return Optional.of(before);
    }
  }

  private static Subscribe subscribe(PresUri watcher) {
    return new Subscribe(watcher, JULIET, Duration.ofHours(1), new SubscriptId("s1"), ID);
  }

  private static Notification notification(PresUri target) throws MalformedException {
    return new Notification(
        JULIET, target, SubscriptionState.parse("active;expires=60"), Optional.empty(), ID);
  }

  private static SipStatus status(CompletionStage<Answer> answer) {
    return ERRORS.toSipStatus(
        answer.toCompletableFuture().join().response().failure().orElseThrow());
  }

  @Test
  void subscriptionsOfALinkThatAnotherBridgeHasAreAnswered503WhichEndsNone() throws Exception {
    SipStatus toSubscribe = status(presence.subscribe(subscribe(PARIS), new OnLeg()));
    SipStatus toNotify = status(presence.notify(notification(PARIS), new OnLeg()));
    assertThat(List.of(toSubscribe.code(), toNotify.code())).containsOnly(503);
    assertThat(toNotify.retryAfter()).contains(Duration.ofSeconds(2));
    assertThat(service.given).isEmpty();
  }

  @Test
  void thoseOfItsOwnLinkPass() throws Exception {
    presence.subscribe(subscribe(ROMEO), new OnLeg());
    presence.notify(notification(ROMEO), new OnLeg());
    assertThat(service.given).containsExactly(subscribe(ROMEO), notification(ROMEO));
  }
}
