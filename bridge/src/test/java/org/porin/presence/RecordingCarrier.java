package org.porin.presence;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.porin.address.PresUri;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.Hops;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.PresenceCarrier;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.Response;
import org.porin.profile.TransId;

/** Stands in for the edge to foreign domains; the test says what becomes of each operation. */
final class RecordingCarrier implements PresenceCarrier {
  final List<Subscribe> subscribes = new ArrayList<>();
  final List<Notification> notifications = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private boolean answering;
  private int legs;

  private record Open(
      TransId transId, Duration duration, Leg leg, CompletableFuture<Outcome> end) {}

  /** Every operation succeeds at once from now on. */
  void answer() {
    answering = true;
    while (!open.isEmpty()) {
      succeed();
    }
  }

  @Override
  public synchronized Leg leg(PresUri watcher, PresUri target) {
    legs++;
    return new Leg("out-" + legs, "0");
  }

  @Override
  public synchronized CompletionStage<Outcome> subscribe(Subscribe operation, Leg leg, Hops hops) {
    subscribes.add(operation);
    return begin(
        new Open(operation.transId(), operation.duration(), leg, new CompletableFuture<>()));
  }

  @Override
  public synchronized CompletionStage<Outcome> notify(
      Notification notification, Leg leg, Hops hops) {
    notifications.add(notification);
    return begin(new Open(notification.transId(), Duration.ZERO, leg, new CompletableFuture<>()));
  }

  private CompletionStage<Outcome> begin(Open operation) {
    open.add(operation);
    if (answering) {
      succeed();
    }
    return operation.end();
  }

  /** The oldest operation that is open succeeds. */
  void succeed() {
    Open oldest = open.remove();
    oldest
        .end()
        .complete(
            new Outcome(
                Response.success(oldest.transId()),
                oldest.leg(),
                Optional.of(oldest.duration()),
                Optional.empty(),
                false));
  }

  /** The oldest operation that is open fails. */
  void fail(int status) {
    Open oldest = open.remove();
    oldest
        .end()
        .complete(
            new Outcome(
                Response.failure(oldest.transId(), new SipAnswer(status, "", Optional.empty())),
                oldest.leg(),
                Optional.empty(),
                Optional.empty(),
                status == 481));
  }
}
