package org.porin.component;

/** Whether something may be done, and a wait for that. Given at first. Safe for many threads. */
final class Permission {
  private boolean given = true;

  synchronized boolean isGiven() {
    return given;
  }

  synchronized void set(boolean now) {
    given = now;
    notifyAll();
  }

  synchronized void await() throws InterruptedException {
    while (!given) {
      wait();
    }
  }
}
