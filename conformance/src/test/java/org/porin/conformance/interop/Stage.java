package org.porin.conformance.interop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Everything that a suite starts: closed in reverse order, all of it, whatever fails meanwhile. */
final class Stage implements AutoCloseable {
  private final Deque<AutoCloseable> entered = new ArrayDeque<>();

  /** Keeps what has to be closed at the end. */
  <T extends AutoCloseable> T enter(T resource) {
    entered.push(resource);
    return resource;
  }

  @Override
  public void close() throws Exception {
    Optional<Exception> fault = Optional.empty();
    while (!entered.isEmpty()) {
      try {
        entered.pop().close();
      } catch (Exception e) {
        fault.ifPresent(e::addSuppressed);
        fault = Optional.of(e);
      }
    }
    if (fault.isPresent()) {
      throw fault.get();
    }
  }
}
