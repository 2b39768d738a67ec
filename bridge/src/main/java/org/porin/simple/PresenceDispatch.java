package org.porin.simple;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.PresenceCarrier;
import org.porin.resolve.Resolution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes operations of presence onto the event loop, and sees to it that each has its outcome. Its
 * one method may be called by any thread.
 */
final class PresenceDispatch {
  private static final Logger LOG = LoggerFactory.getLogger(PresenceDispatch.class);
  private static final Failure FAULT =
      new Failure.Refused(Reason.INTERNAL, "a fault of the bridge");

  /** The way onto the event loop. */
  interface Loop {
    /** Whether the loop still takes work. */
    boolean run(Runnable work);
  }

  private final Loop loop;
  private final Outstanding outstanding;
  private final PresenceRequests requests;

  PresenceDispatch(Loop loop, Outstanding outstanding, PresenceRequests requests) {
    this.loop = loop;
    this.outstanding = outstanding;
    this.requests = requests;
  }

  /** As {@link PresenceCarrier}, of a request that is on its leg from now on. */
  CompletionStage<PresenceCarrier.Outcome> carry(PresenceRequest request) {
    Optional<PresenceRequests.Sending> begun = requests.begin(request);
    if (begun.isEmpty()) {
      return CompletableFuture.completedFuture(PresenceRequests.unreadable(request));
    }
    Sent sent = new Sent(begun.get());
    if (!loop.run(() -> carry(sent))) {
      sent.outcome.complete(requests.failed(sent.sending, Outstanding.STOPPING));
    }
    return sent.outcome;
  }

  private void carry(Sent sent) {
    outstanding.add(sent);
    if (outstanding.isClosing()) {
      sent.fail(Outstanding.STOPPING);
      return;
    }
    resolution(sent)
        .whenComplete((resolution, fault) -> loop.run(() -> resolved(sent, resolution, fault)));
  }

  /** A locator that throws is one that failed. */
  private CompletionStage<Resolution> resolution(Sent sent) {
    try {
      return requests.resolution(sent.sending);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void resolved(Sent sent, @Nullable Resolution resolution, @Nullable Throwable fault) {
    try {
      if (resolution == null) {
        LOG.error("no next hop was found, and no cause", fault);
        sent.fail(FAULT);
      } else if (resolution.failure().isPresent()) {
        sent.fail(resolution.failure().get());
      } else {
        requests.send(sent.sending, resolution, sent::end);
      }
    } catch (RuntimeException e) {
      LOG.error("fault while {} was sent", sent.sending.request().method(), e);
      sent.fail(FAULT);
    }
  }

  /** A SUBSCRIBE or NOTIFY until its outcome. */
  private final class Sent implements Outstanding.Operation {
    private final PresenceRequests.Sending sending;
    private final CompletableFuture<PresenceCarrier.Outcome> outcome = new CompletableFuture<>();

    Sent(PresenceRequests.Sending sending) {
      this.sending = sending;
    }

    @Override
    public void fail(Failure failure) {
      outstanding.end(this, () -> outcome.complete(requests.failed(sending, failure)));
    }

    void end(PresenceCarrier.Outcome what) {
      outstanding.end(this, () -> outcome.complete(what));
    }
  }
}
