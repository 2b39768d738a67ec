package org.porin.presence;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the one thread, in the order in which it came. What others send is bounded in
 * number and octets; what the bridge itself has to say, outcomes and durable rows, is bounded by
 * what is under way, and always taken. Any thread puts in, one takes out.
 */
final class Mailbox {
  /** What is to be done, on the one thread. */
  interface Work {
    void run();
  }

  private final int mostEntries;
  private final long mostOctets;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private ArrayDeque<Work> waiting = new ArrayDeque<>();
  private ArrayDeque<Work> taken = new ArrayDeque<>();
  private int entries;
  private long octets;
  private boolean closed;

  /**
   * @param mostEntries of what others send
   * @param mostOctets of memory for it, about
   */
  Mailbox(int mostEntries, long mostOctets) {
    this.mostEntries = mostEntries;
    this.mostOctets = mostOctets;
  }

  /**
   * Takes what somebody sent.
   *
   * @param size octets of memory, about; they count until {@link #release}
   * @return whether there was room
   */
  boolean offer(Work work, int size) {
    lock.lock();
    try {
      if (closed || entries >= mostEntries || octets + size > mostOctets) {
        return false;
      }
      entries++;
      octets += size;
      put(work);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes what the bridge itself has to say. */
  void post(Work work) {
    lock.lock();
    try {
      put(work);
    } finally {
      lock.unlock();
    }
  }

  private void put(Work work) {
    waiting.add(work);
    if (waiting.size() == 1) {
      filled.signal();
    }
  }

  /** What was offered with that size is done. */
  void release(int size) {
    lock.lock();
    try {
      entries--;
      octets -= size;
    } finally {
      lock.unlock();
    }
  }

  /** Offers are refused from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing waits, and nothing that others sent is under way. */
  boolean isIdle() {
    lock.lock();
    try {
      return waiting.isEmpty() && entries == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Does what waits now; what comes meanwhile waits for the next time. */
  int runAll() {
    if (taken.isEmpty()) { // else a fault has left some
      swap();
    }
    int count = taken.size();
    for (Work work = taken.poll(); work != null; work = taken.poll()) {
      work.run();
    }
    return count;
  }

  private void swap() {
    lock.lock();
    try {
      ArrayDeque<Work> empty = taken;
      taken = waiting;
      waiting = empty;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is there. */
  void await(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (waiting.isEmpty() && left > 0) {
        left = filled.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How much of what others sent is not done yet. */
  int depth() {
    lock.lock();
    try {
      return entries;
    } finally {
      lock.unlock();
    }
  }
}
