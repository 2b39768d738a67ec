package org.porin.simple;

import java.util.Optional;
import org.porin.profile.Leg;
import org.porin.sip.Dialog;
import org.porin.sip.DialogCodec;
import org.porin.sip.Event;
import org.porin.wire.MalformedException;

/**
 * What is behind a {@link Leg}: a subscription's dialog and what each end has said about it.
 *
 * @param role which end of the subscription this is
 * @param event that of the SUBSCRIBE, for every NOTIFY to repeat (RFC 6665 §8.2.1)
 * @param form how the other end wants its documents; of no meaning for a subscriber
 * @param run the run of this bridge in which the last request was sent: in another one the local
 *     CSeq may be older than what was sent last, since it is not kept at once
 */
record LegState(Role role, Event event, Form form, long run, Dialog dialog) {
  private static final String VERSION = "1";
  private static final int FIELDS = 5;

  /** Which end. */
  enum Role {
    /** Subscriber: it sends SUBSCRIBE and hears NOTIFY. */
    WATCHER,
    /** Notifier, the other way round. */
    NOTIFIER
  }

  /** How a document travels (OPEN n). */
  enum Form {
    /** As it is. */
    PIDF,
    /** Inside of a Message/CPIM. */
    CPIM
  }

  /** A subscription that nothing was sent of. */
  static LegState watcher(Dialog begun) {
    return new LegState(Role.WATCHER, Event.PRESENCE, Form.PIDF, 0, begun);
  }

  LegState with(Dialog later) {
    return new LegState(role, event, form, run, later);
  }

  LegState with(Form wanted) {
    return new LegState(role, event, wanted, run, dialog);
  }

  /** The same after requests up to a number were sent in a run. */
  LegState sent(long number, long inRun) {
    return new LegState(role, event, form, inRun, dialog.sent(number));
  }

  /**
   * The number of the next request. Within a run they follow one another (RFC 3261 §12.2.1.1); the
   * first of a run is beyond all those before it, since it is the clock's (§8.1.1.5, §12.2.2).
   *
   * @param clock a number that grows by one a second at least, over restarts too
   */
  long nextCSeq(long thisRun, long clock) {
    long next = dialog.nextCSeq(clock);
    return run == thisRun ? next : Math.max(next, clock);
  }

  /** The name of a leg: what its requests have in common as seen from here (OPEN b). */
  static String name(String callId, String localTag) {
    return callId + " " + localTag;
  }

  Leg toLeg() {
    String head =
        String.join(" ", VERSION, role.name(), form.name(), Long.toString(run), event.toString());
    return new Leg(
        name(dialog.callId(), dialog.local().tag().orElseThrow()),
        head + "\n" + DialogCodec.encode(dialog));
  }

  /**
   * Reads what {@link #toLeg} wrote.
   *
   * @throws MalformedException for all else
   */
  static LegState of(Leg leg) throws MalformedException {
    String text = leg.state();
    int end = text.indexOf('\n');
    String[] fields = text.substring(0, Math.max(0, end)).split(" ", -1);
    if (fields.length != FIELDS || !fields[0].equals(VERSION)) {
      throw new MalformedException("a leg of version " + VERSION, 0);
    }
    Dialog dialog = DialogCodec.decode(text.substring(end + 1));
    Event event = Event.parse(fields[4]);
    try {
      LegState state =
          new LegState(
              Role.valueOf(fields[1]),
              event,
              Form.valueOf(fields[2]),
              Long.parseLong(fields[3]),
              dialog);
      if (state.toLeg().equals(leg)) {
        return state;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new MalformedException("a leg as it is written here", 0);
  }

  /** The leg, or empty where it cannot be read. */
  static Optional<LegState> read(Leg leg) {
    try {
      return Optional.of(of(leg));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }
}
