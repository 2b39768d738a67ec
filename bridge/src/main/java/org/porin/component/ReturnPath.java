package org.porin.component;

import org.porin.stanza.Stanza;

/** How the sender of a message hears of its failure: over the link by which the message came. */
interface ReturnPath {
  /** The component domain of the link. */
  String domain();

  /** Whether an answer has a way out now. */
  boolean isOpen();

  /** Sends an error stanza; one that has no way out is counted and logged. */
  void answer(Stanza error);

  /** Counts. */
  void count(LinkCount count);
}
