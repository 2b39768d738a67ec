package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.porin.simple.Presences.PIDF;
import static org.porin.simple.Presences.leg;
import static org.porin.simple.Presences.subscribe;
import static org.porin.simple.Presences.tell;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.SubscriptionStateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.porin.profile.Leg;
import org.porin.profile.PresenceCarrier.Outcome;
import org.porin.profile.Response.Status;
import org.porin.profile.SubscriptionState;
import org.porin.profile.SubscriptionState.State;
import org.porin.resolve.Transport;

/** Subscriptions with an independent implementation of dialogs at the other end. */
class JainSipPresenceTest {
  private final Keeper keeper = new Keeper();

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
  void jainSipIsWatched(Transport transport) throws Exception {
    try (JainSipPresence romeo = new JainSipPresence(name(transport), true);
        Bridge bridge = new Bridge(keeper)) {
      bridge.reaching(romeo.address(), transport);
      Leg leg = leg(bridge);
      keeper.keep(leg);
      Outcome granted = subscribe(bridge, keeper, leg, 600);
      assertThat(romeo.fault()).isNull();
      assertThat(granted.duration()).contains(Duration.ofSeconds(600));
      assertThat(romeo.takeRequest().getMethod()).isEqualTo(Request.SUBSCRIBE);
      assertThat(keeper.takeNotification().state().state()).isEqualTo(State.PENDING);
      assertThat(romeo.takeResponse().getStatusCode()).isEqualTo(200);
      romeo.tell("active", PIDF);
      assertThat(romeo.takeResponse().getStatusCode()).isEqualTo(200);
      assertThat(keeper.takeNotification().document().orElseThrow().body().toUtf8())
          .isEqualTo(PIDF);
      Outcome refreshed = subscribe(bridge, keeper, keeper.leg(leg.name()), 300);
      assertThat(refreshed.response().status()).isEqualTo(Status.SUCCESS);
      assertThat(((CSeqHeader) romeo.takeRequest().getHeader("CSeq")).getSeqNumber())
          .isGreaterThan(1);
      Outcome ended = subscribe(bridge, refreshed.leg(), 0);
      assertThat(ended.duration()).contains(Duration.ZERO);
      assertThat(((ExpiresHeader) romeo.takeRequest().getHeader("Expires")).getExpires()).isZero();
      romeo.tell("terminated", "");
      assertThat(romeo.takeResponse().getStatusCode()).isEqualTo(200);
      assertThat(keeper.takeNotification().state().state()).isEqualTo(State.TERMINATED);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
  void jainSipWatches(Transport transport) throws Exception {
    try (JainSipPresence romeo = new JainSipPresence(name(transport), false);
        Bridge bridge = new Bridge(keeper)) {
      romeo.subscribe(bridge.address(transport), 600);
      Response accepted = romeo.takeResponse();
      assertThat(accepted.getStatusCode()).isEqualTo(200);
      assertThat(accepted.getExpires().getExpires()).isEqualTo(600);
      Leg opened = keeper.takeArrival().opened().orElseThrow();
      SubscriptionState pending = SubscriptionState.of(State.PENDING, Duration.ofSeconds(600));
      Outcome told = tell(bridge, opened, pending, Optional.empty());
      assertThat(told.response().status()).isEqualTo(Status.SUCCESS);
      assertThat(state(romeo.takeRequest())).isEqualTo("pending");
      SubscriptionState active = SubscriptionState.of(State.ACTIVE, Duration.ofSeconds(599));
      keeper.keep(tell(bridge, told.leg(), active, Optional.of(PIDF)).leg());
      Request notify = romeo.takeRequest();
      assertThat(state(notify)).isEqualTo("active");
      assertThat(new String(notify.getRawContent(), StandardCharsets.UTF_8)).isEqualTo(PIDF);
      romeo.refresh(60);
      assertThat(romeo.takeResponse().getExpires().getExpires()).isEqualTo(60);
      romeo.refresh(0);
      assertThat(romeo.takeResponse().getExpires().getExpires()).isZero();
      Leg last = keeper.leg(opened.name());
      SubscriptionState over = SubscriptionState.terminated(SubscriptionState.Reason.TIMEOUT);
      assertThat(tell(bridge, last, over, Optional.empty()).response().status())
          .isEqualTo(Status.SUCCESS);
      assertThat(state(romeo.takeRequest())).isEqualTo("terminated");
    }
  }

  private static String state(Request notify) {
    return ((SubscriptionStateHeader) notify.getHeader("Subscription-State")).getState();
  }

  private static String name(Transport transport) {
    return transport.name().toLowerCase(Locale.ROOT);
  }
}
