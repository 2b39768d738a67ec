package org.porin.profile;

import java.util.function.Consumer;

/**
 * Tells the origin of a message what became of it when nobody waits for the response any more: who
 * asked had an answer before, or was another process. An edge does so in the words of its protocol.
 */
public interface OutcomeSink {
  /** What came of it. */
  enum Told {
    /** It is on its way to the origin. */
    YES,
    /** There is no way now, and there may be one later. */
    LATER,
    /** There is no way, or nobody who wants to know. */
    NEVER
  }

  /**
   * Whether who handed a message in, and still waits for its response, would pass a failure on to
   * the origin now. Where it would not, {@link #failed} tells of it later. Does not block.
   */
  default boolean hears(MessageOperation operation) {
    return true;
  }

  /**
   * Tells of a failure. Called on any thread, which it must not block; may be called again for the
   * same message, where a process ended before it could note that it had told.
   *
   * @param operation as it was recorded
   */
  Told failed(MessageOperation operation, Failure failure);

  /**
   * Tells of a failure as {@link #failed} does, and says what came of it when that is certain: what
   * is only on its way may not arrive. Who knows it at once needs not override this.
   *
   * @param told is given it once, on any thread
   */
  default void tell(MessageOperation operation, Failure failure, Consumer<Told> told) {
    told.accept(failed(operation, failure));
  }

  /**
   * Who handed a message in was given its failure just now, on this thread, and has passed it on:
   * whether that has come out. Where it has not, {@link #tell} tells of it later.
   *
   * @param told is given it once, on any thread
   */
  default void passedOn(MessageOperation operation, Failure failure, Consumer<Told> told) {
    told.accept(Told.YES);
  }
}
