package org.porin.outbox;

import java.util.function.Consumer;

/** The lock of an outbox. */
interface Acting {
  /** Does it under the lock, and what follows from it without. */
  void act(Consumer<Effects> change);
}
