package org.porin.conformance.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Follows the log of a SIP server that takes the messages in place of {@link SipSink} and writes
 * the text of each into a line: every line with a mark is an arrival.
 */
final class SinkLog implements Closeable {
  private static final int BUFFER_OCTETS = 1 << 16;
  private static final long PAUSE_MILLIS = 5;

  private final Path file;
  private final Book book;
  private final long start;
  private final Thread thread = new Thread(this::follow, "sink-log");
  private volatile boolean closed;

  private SinkLog(Path file, Book book) throws IOException {
    this.file = file;
    this.book = book;
    this.start = Files.size(file);
  }

  /** Enters what is written from now on. */
  static SinkLog follow(Path file, Book book) throws IOException {
    SinkLog log = new SinkLog(file, book);
    log.thread.setDaemon(true);
    log.thread.start();
    return log;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    byte[] octets = new byte[BUFFER_OCTETS];
    StringBuilder line = new StringBuilder();
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(start);
      while (!closed) {
        int count = in.read(octets);
        if (count < 0) {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
          continue;
        }
        enter(line.append(new String(octets, 0, count, StandardCharsets.ISO_8859_1)));
      }
    } catch (IOException e) {
      // What is not read is missing in the book.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Enters whole lines and keeps what follows them. */
  private void enter(StringBuilder text) {
    int begin = 0;
    for (int end; (end = text.indexOf("\n", begin)) >= 0; begin = end + 1) {
      Mark.find(text.subSequence(begin, end)).ifPresent(book::arrival);
    }
    text.delete(0, begin);
  }
}
