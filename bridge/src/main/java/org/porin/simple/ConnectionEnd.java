package org.porin.simple;

/** Why a connection ended, or did not come to be. */
public enum ConnectionEnd {
  /** The peer closed or reset it, or the network did. */
  PEER,
  /** No message crossed it for the idle time. */
  IDLE,
  /** A message that had begun was not complete in time. */
  SLOW_MESSAGE,
  /** The peer read nothing of what waited for it in time. */
  SLOW_READER,
  /** More waited for the peer than one connection may hold. */
  UNSENT_OVERFLOW,
  /** Whoever made it sent no message in time. */
  SILENT,
  /** The peer answered neither a ping nor OPTIONS. */
  DEAD,
  /** Another connection needed its place, and nobody waited for this one. */
  DISPLACED,
  /** There was no TLS handshake in time, or a certificate of another or not believed any more. */
  TLS,
  /** What the peer sent leaves it open where its next message begins. */
  FRAMING_LOST,
  /** It was refused, since the limit of all accepted connections was reached. */
  TOO_MANY,
  /** It was refused, since its peer has as many as one address may have. */
  TOO_MANY_FROM_ADDRESS,
  /** It could not be made, or broke with a fault of this bridge. */
  FAILED
}
