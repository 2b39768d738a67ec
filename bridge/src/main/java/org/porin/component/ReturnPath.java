package org.porin.component;

import java.util.concurrent.CompletionStage;
import org.porin.stanza.Stanza;

/** How the sender of a message hears of its failure: over the link by which the message came. */
interface ReturnPath {
  /** The component domain of the link, in the form of JIDs. */
  String domain();

  /** Whether an answer has a way out now. */
  boolean isOpen();

  /** Sends an error stanza; one that has no way out is counted and logged. */
  void answer(Stanza error);

  /**
   * The same where there is a choice: whether it has a way out shows only when it is handed over.
   *
   * @return whether it goes out; if not, nothing is counted
   */
  boolean offer(Stanza error);

  /** Counts. */
  void count(LinkCount count);

  /**
   * A stanza was read, and is not recorded before that stage ends: reading waits where that is too
   * much (see {@link Unrecorded}).
   *
   * @param octets of the stanza
   */
  void holdUntil(CompletionStage<Void> recorded, int octets);
}
