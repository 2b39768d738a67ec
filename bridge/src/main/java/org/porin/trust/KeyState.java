package org.porin.trust;

/** What a key does at the moment, in the order in which it comes to that (TRUST 9). */
public enum KeyState {
  /** An authority has not certified it yet. */
  WAITING,
  /** Its certificate is published, so that all have it who will verify. It signs nothing yet. */
  PUBLISHED,
  /** It signs. */
  SIGNING,
  /** It signs nothing any more; its certificate is published for what it has signed. */
  RETIRED,
  /** Nobody needs it any more. */
  OVER
}
