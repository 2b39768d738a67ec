package org.porin.store;

import java.util.Optional;

/** What the writer carries in transactions of its own, so that neither fails with the other. */
interface Freight {
  /** Nothing is carried. */
  Freight NONE =
      new Freight() {
        @Override
        public boolean isWaiting() {
          return false;
        }

        @Override
        public void carry(Carrier carrier) {
          // There is nothing.
        }
      };

  /** Whether something waits to be carried; on any thread. */
  boolean isWaiting();

  /** Writes what waits, and tells those who wait for it; on the writer's thread. */
  void carry(Carrier carrier);

  /** How it is written. */
  interface Carrier {
    /**
     * Makes work durable, as a whole or not at all.
     *
     * @param rows that it changes
     * @return what kept it from that
     */
    Optional<Fault> commit(Work work, int rows);
  }
}
