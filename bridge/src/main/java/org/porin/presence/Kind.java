package org.porin.presence;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.porin.profile.PresenceCarrier.Outcome;

/** What the service knows of one kind of state machine. */
interface Kind<M> {
  /** The state of what is not there. */
  String NONE = "none";

  /** Whether the watcher is an XMPP user. */
  boolean isOutward();

  /** When time is to be given to it. */
  Optional<Instant> due(M machine);

  /** The names of the legs on which something may come for it. */
  Set<String> legs(M machine);

  /** What it is, in a word of which there are few. */
  String state(M machine);

  /** Its time has come. */
  Step<M> time(M machine, Instant now);

  /** What became of an operation that it had asked for on a leg. */
  Step<M> outcome(M machine, String leg, Outcome outcome, Instant now);

  /** The process is new: the first input of what a former one has left. */
  Step<M> restarted(M machine, Instant now);

  /** The link to the user's server is open again: what either side was told may be lost. */
  Step<M> opened(M machine, Instant now);

  /** The user wants to know anew what is so. */
  Step<M> wanted(M machine, Instant now);

  /** There may be none any more, by the operator's will or the user's: both sides hear of it. */
  Step<M> ended(M machine, Instant now);
}
