package org.porin.presence;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Leg;
import org.porin.profile.PresenceService.Answer;
import org.porin.profile.Response;
import org.porin.profile.TransId;
import org.porin.stanza.PresenceStanza;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody on one of the two sides, whose input has its place in the mailbox until it is done. */
abstract class Outsider implements Asker {
  private static final Logger LOG = LoggerFactory.getLogger(Outsider.class);

  private final Standing standing;
  private final Mailbox mailbox;
  private final int size;
  private boolean released;

  private Outsider(Standing standing, Mailbox mailbox, int size) {
    this.standing = standing;
    this.mailbox = mailbox;
    this.size = size;
  }

  @Override
  public Standing standing() {
    return standing;
  }

  @Override
  public void done() {
    release();
  }

  @Override
  public void refuse(Refused refusal) {
    refused(refusal);
    release();
  }

  private void release() {
    if (!released) {
      released = true;
      mailbox.release(size);
    }
  }

  /** What is to be done for it, which a fault of ours ends for it alone. */
  Mailbox.Work taking(Mailbox.Work work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException e) {
        LOG.error("presence: a fault of the gateway; one input is lost", e);
        refuse(new Refused(Reason.INTERNAL, "a fault inside the bridge"));
      }
    };
  }

  /** Says so, where the other side is to hear of it. */
  abstract void refused(Refused refusal);

  /** One who waits for an answer. */
  static Outsider caller(
      Standing standing,
      TransId transId,
      CompletableFuture<Answer> promise,
      Refusals refusals,
      Mailbox mailbox,
      int size) {
    return new Outsider(standing, mailbox, size) {
      @Override
      public void answer(Response response, Optional<Leg> leg, Optional<Duration> duration) {
        promise.complete(new Answer(response, leg, duration));
      }

      @Override
      void refused(Refused refusal) {
        promise.complete(refusals.answer(transId, refusal));
      }

      @Override
      public void done() {
        super.done();
        if (!promise.isDone()) {
          LOG.error("presence: an operation was handled and not answered");
          refused(new Refused(Reason.INTERNAL, "a fault inside the bridge"));
        }
      }
    };
  }

  /** Who sent a stanza: one that manages a subscription is answered with an error. */
  static Outsider sender(PresenceStanza stanza, Refusals refusals, Mailbox mailbox, int size) {
    boolean asks = stanza.is("subscribe");
    return new Outsider(asks ? Standing.ASKED : Standing.TOLD, mailbox, size) {
      @Override
      public void answer(Response response, Optional<Leg> leg, Optional<Duration> duration) {}

      @Override
      void refused(Refused refusal) {
        refusals.bounce(stanza, refusal);
      }
    };
  }
}
