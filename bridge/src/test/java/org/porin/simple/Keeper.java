package org.porin.simple;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Leg;
import org.porin.profile.Notification;
import org.porin.profile.PresenceOperation.Subscribe;
import org.porin.profile.PresenceService;
import org.porin.profile.Response;
import org.porin.profile.TransId;

/** Keeps legs and nothing else: it takes what is on one that it knows, and notes what came. */
final class Keeper implements PresenceService {
  private final Map<String, Leg> legs = new ConcurrentHashMap<>();
  private final BlockingQueue<Subscribe> subscribes = new LinkedBlockingQueue<>();
  private final BlockingQueue<Notification> notifications = new LinkedBlockingQueue<>();
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private volatile CompletionStage<Void> gate = CompletableFuture.completedFuture(null);
  private volatile Function<Subscribe, Optional<Answer>> refusing = operation -> Optional.empty();

  /** Knows a leg, in the place of what it knew of it. */
  void keep(Leg leg) {
    legs.put(leg.name(), leg);
  }

  /** The leg of this name as it is now. */
  Leg leg(String name) {
    Leg leg = legs.get(name);
    if (leg == null) {
      throw new AssertionError("no such leg");
    }
    return leg;
  }

  /** What is said to a SUBSCRIBE; where this is empty it is granted as asked. */
  Keeper saying(Function<Subscribe, Optional<Answer>> answers) {
    refusing = answers;
    return this;
  }

  /** From now on a SUBSCRIBE is answered when this is complete. */
  void after(CompletionStage<Void> opened) {
    gate = opened;
  }

  @Override
  public CompletionStage<Answer> subscribe(Subscribe operation, Arrival arrival) {
    Answer answer =
        refusing
            .apply(operation)
            .orElseGet(
                () -> taken(arrival, operation.transId(), Optional.of(operation.duration())));
    subscribes.add(operation);
    arrivals.add(arrival);
    return gate.thenApply(opened -> answer);
  }

  @Override
  public CompletionStage<Answer> notify(Notification notification, Arrival arrival) {
    Answer answer = taken(arrival, notification.transId(), Optional.empty());
    notifications.add(notification);
    arrivals.add(arrival);
    return CompletableFuture.completedFuture(answer);
  }

  /** The next SUBSCRIBE. */
  Subscribe takeSubscribe() throws InterruptedException {
    return next(subscribes);
  }

  /** The next NOTIFY. */
  Notification takeNotification() throws InterruptedException {
    return next(notifications);
  }

  /** How the next of the two came. */
  Arrival takeArrival() throws InterruptedException {
    return next(arrivals);
  }

  private Answer taken(Arrival arrival, TransId transId, Optional<Duration> duration) {
    Leg known = legs.get(arrival.legName());
    Optional<Leg> leg = arrival.opened().or(() -> Optional.ofNullable(known).flatMap(arrival::on));
    leg.ifPresent(this::keep);
    Response response =
        leg.isPresent()
            ? Response.success(transId)
            : Response.failure(
                transId, new Failure.Refused(Reason.NO_SUBSCRIPTION, "no subscription"));
    return new Answer(response, leg, duration.filter(granted -> leg.isPresent()));
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }
}
