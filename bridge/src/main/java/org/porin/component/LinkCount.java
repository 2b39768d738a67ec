package org.porin.component;

/** What a link counts: everything that ended otherwise than as a delivery or an answer. */
public enum LinkCount {
  /** Stanzas that came and could not be read. */
  UNREADABLE,
  /** Error stanzas for messages that were already answered for. */
  LATE_BOUNCE,
  /** Of these, those of which a text of the gateway told the sender. */
  LATE_BOUNCE_TOLD,
  /** Of these, those of which the sender has not heard: forgotten, not wanted, or not reached. */
  LATE_BOUNCE_UNTOLD,
  /** Error stanzas that belong to no message of this bridge. */
  STRAY_ERROR,
  /** Messages without anything to carry: chat states, markers (OPEN g). */
  NOTHING_TO_CARRY,
  /** Presence that came and is nobody's: where none is carried, or between such addresses. */
  PRESENCE_IGNORED,
  /** Presence for the XMPP side that was not taken: the link was gone, or too much waited. */
  PRESENCE_REFUSED,
  /** Iq results and errors that answer no question of this bridge. */
  STRAY_ANSWER,
  /** Stanzas that a server brought to a component that it had not started, or had shut down. */
  NOT_OPEN,
  /** Errors and iq answers that were not sent: the queue was full or the link gone. */
  ANSWER_LOST,
  /** Messages that failed when the sender could no longer be told: the link was closing. */
  FAILURE_UNTOLD
}
