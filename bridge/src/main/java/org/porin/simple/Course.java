package org.porin.simple;

import java.time.Instant;
import org.porin.sip.SipResponse;

/**
 * How one request is got through: one method for each thing that can happen to an attempt; the
 * answer is the next attempt or the outcome. Used by one thread.
 */
interface Course {
  /** The first attempt. */
  Walk.Step begin(Instant now);

  /**
   * There is room to send the attempt, maybe after a while; meanwhile its target may have said that
   * it wants to be left alone.
   */
  default Walk.Step admitted(Walk.Attempt attempt, Instant now) {
    return attempt;
  }

  /** A final response came. */
  Walk.Step answered(SipResponse response, Instant now);

  /**
   * The far end challenged, or found the Date of a signature stale, and the request goes there
   * again with what it asked for.
   */
  Walk.Step challenged(Instant now);

  /** The request cannot be written as this attempt wants it: nothing was sent. */
  Walk.Step cannotExpress(String why, Instant now);

  /** The request is larger than this target's transports may carry: nothing was sent. */
  Walk.Step tooLarge(String why, Instant now);

  /** No connection could be made: nothing was sent. */
  Walk.Step unreachable(String cause, Instant now);

  /** In the time for this target there was no room to send: nothing was sent. */
  Walk.Step crowded(Instant now);

  /** The request was sent and no final response came in time. */
  Walk.Step silent(Instant now);

  /** The connection ended after the request was, or may have been, written. */
  Walk.Step lost(Instant now);
}
