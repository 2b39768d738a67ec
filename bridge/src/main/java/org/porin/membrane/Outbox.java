package org.porin.membrane;

import org.porin.profile.CommonProfile;
import org.porin.profile.Failure.Reason;

/**
 * Holds operations from their admission to their outcome, and hands them to one edge when their
 * turn comes. Whoever implements it promises:
 *
 * <ol>
 *   <li><b>Order.</b> A destination has one operation in flight at a time (RFC 3428 §8: no new
 *       MESSAGE to a URI while one is pending), and the next one leaves only when the outcome of
 *       the one before is settled, so that a repeat never follows a newer message. What one source
 *       sends to one destination leaves in the order in which it came.
 *   <li><b>Fair turns.</b> The sources of a destination take turns: none of them starves another.
 *   <li><b>No destination delays another</b>, and a stuck one least of all.
 *   <li><b>Bounds.</b> What waits is bounded in number for a destination, in octets for all, and in
 *       time. Beyond, the operation fails as {@link Reason#CONGESTED}, and the text says which.
 *   <li><b>One outcome.</b> The stage of {@link #message} completes once, never exceptionally, also
 *       where the edge breaks its own promise.
 *   <li><b>No lock is held</b> while the edge is called or a stage completes; edges that answer at
 *       once do not deepen the stack.
 * </ol>
 *
 * An outbox that outlives its process promises besides: an operation is recorded before it is
 * tried, and {@link #accept} says when it is on disk ({@link
 * org.porin.profile.Acceptance#recorded}), until when whoever handed it on answers for it; the
 * outcome is recorded before anybody hears of it; what is recorded and not settled is tried again
 * after a restart, with the same identity (OPEN b). It may answer {@code indeterminant} as soon as
 * the operation is recorded, where the edge has nobody to take it (OPEN p). What passes on as it
 * came ({@link org.porin.profile.MessageOperation#carried}) is an exception: its sender waits for
 * the answer of the far end, and its signature would be stale later, so it is never kept.
 *
 * <p>Safe for many threads; never blocks a caller.
 */
public interface Outbox extends CommonProfile {
  /** What it holds now. */
  OutboxStatus status();

  /**
   * Fails everything that still waits for its turn, since this process ends; what is in flight ends
   * by itself. An outbox that outlives the process keeps it instead.
   */
  void refuseWaiting(Reason reason, String text);
}
