package org.porin.simple;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;

/** The operations on their way out, each until its outcome. Used on the event loop only. */
final class Outstanding {
  /** What comes too late. */
  static final Failure STOPPING = new Failure.Refused(Reason.STOPPING, "the bridge is stopping");

  /** One of them; compares by identity. */
  interface Operation {
    /** Ends without an answer. */
    void fail(Failure failure);
  }

  private final Set<Operation> operations = new LinkedHashSet<>();
  private final Runnable settled;
  private boolean closing;

  /**
   * @param settled called whenever one has ended
   */
  Outstanding(Runnable settled) {
    this.settled = settled;
  }

  /** Whether nothing new is to be begun. */
  boolean isClosing() {
    return closing;
  }

  /** Nothing new is to be begun. */
  void close() {
    closing = true;
  }

  boolean isEmpty() {
    return operations.isEmpty();
  }

  void add(Operation operation) {
    operations.add(operation);
  }

  /** Says what to tell of an outcome, unless the operation has had one. */
  void end(Operation operation, Runnable telling) {
    if (operations.remove(operation)) {
      telling.run();
      settled.run();
    }
  }

  /** Ends all of them. */
  void failAll(Failure failure) {
    List.copyOf(operations).forEach(operation -> operation.fail(failure));
  }
}
