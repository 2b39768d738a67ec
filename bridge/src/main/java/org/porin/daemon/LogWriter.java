package org.porin.daemon;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log to standard output by a thread of its own, and what came within some milliseconds
 * by one write: a line a message would else cost as much as the message's way through a whole edge,
 * and who wakes this thread for each line half as much again. None is left out; a full queue makes
 * its callers wait. Made by {@code logback.xml}.
 */
public final class LogWriter extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final int MOST_WAITING = 8_192;
  private static final int BATCH_OCTETS = 65_536;
  private static final long STOP_MILLIS = 2_000;

  /** While it gathers, appending wakes nobody. */
  private static final long GATHERING_MILLIS = 10;

  private final BlockingQueue<ILoggingEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private @Nullable Encoder<ILoggingEvent> encoder;
  private @Nullable Thread thread;

  /** How a line is written; may be changed until the start, and while stopped. */
  public void setEncoder(Encoder<ILoggingEvent> encoder) {
    this.encoder = encoder;
  }

  @Override
  public void start() {
    if (encoder == null) {
      addError("a log writer needs an encoder");
      return;
    }
    Encoder<ILoggingEvent> form = encoder;
    Thread writing = new Thread(() -> write(form), "log");
    writing.setDaemon(true);
    thread = writing;
    super.start();
    writing.start();
  }

  /** Ends when all is written that was appended before, or after two seconds. */
  @Override
  public void stop() {
    super.stop();
    Thread writing = thread;
    if (writing == null) {
      return;
    }
    thread = null;
    try {
      writing.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    boolean interrupted = false;
    while (true) {
      try {
        waiting.put(event);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Encoder<ILoggingEvent> form) {
    List<ILoggingEvent> batch = new ArrayList<>();
    ByteArrayOutputStream octets = new ByteArrayOutputStream(BATCH_OCTETS);
    while (isStarted() || !waiting.isEmpty()) {
      try {
        ILoggingEvent first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          gather();
          waiting.drainTo(batch);
        }
      } catch (InterruptedException e) {
        continue; // nobody does that but a stopping machine: what waits is still written
      }
      for (ILoggingEvent event : batch) {
        octets.writeBytes(line(form, event));
        if (octets.size() >= BATCH_OCTETS) {
          flush(octets);
        }
      }
      batch.clear();
      flush(octets);
    }
  }

  private void gather() throws InterruptedException {
    if (isStarted()) {
      Thread.sleep(GATHERING_MILLIS);
    }
  }

  /** One that cannot be made must not end the thread that all others wait for. */
  private byte[] line(Encoder<ILoggingEvent> form, ILoggingEvent event) {
    try {
      return form.encode(event);
    } catch (RuntimeException | StackOverflowError e) {
      addError("a line of the log cannot be made", e);
      return new byte[0];
    }
  }

  private void flush(ByteArrayOutputStream octets) {
    if (octets.size() == 0) {
      return;
    }
    try {
      ConsoleTarget.SystemOut.getStream().write(octets.toByteArray());
    } catch (IOException e) {
      addError("standard output takes no more", e);
    }
    octets.reset();
  }
}
