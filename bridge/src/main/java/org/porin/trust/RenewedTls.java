package org.porin.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS contexts of files that change under a running bridge, since certificates are renewed by
 * other programs every few weeks, and keys that are pinned are taken out of their list. Safe for
 * many threads.
 */
public final class RenewedTls {
  private static final Logger LOG = LoggerFactory.getLogger(RenewedTls.class);

  private final TlsFiles files;
  private final InstantSource clock;
  private final ExpiryAlarm alarm = new ExpiryAlarm(); // guarded by this
  private List<Optional<FileTime>> read; // guarded by this
  private volatile TlsContexts current;

  private RenewedTls(
      TlsFiles files, InstantSource clock, List<Optional<FileTime>> read, TlsContexts current) {
    this.files = files;
    this.clock = clock;
    this.read = read;
    this.current = current;
    warn();
  }

  /**
   * Reads the files.
   *
   * @throws IOException as {@link TlsContexts#open}
   */
  public static RenewedTls open(TlsFiles files) throws IOException {
    return open(files, InstantSource.system());
  }

  /** The same, judging certificates by another clock. */
  static RenewedTls open(TlsFiles files, InstantSource clock) throws IOException {
    return new RenewedTls(files, clock, times(files), TlsContexts.open(files, clock));
  }

  /**
   * What holds for new connections, and by what those that are open are believed. Another object
   * from when files were read again.
   */
  public TlsContexts current() {
    return current;
  }

  /**
   * Reads the files again if one of them was changed. If they are not fit for their use, perhaps
   * since one is renewed and the other not yet, what was there before stays in use. Waits for the
   * disk. Says as well what runs out.
   */
  public synchronized void refresh() {
    List<Optional<FileTime>> now = times(files);
    if (!now.equals(read)) {
      read = now;
      readAgain();
    }
    warn();
  }

  private void readAgain() {
    try {
      current = TlsContexts.open(files, clock);
      LOG.info(
          "TLS files were changed and read again{}",
          current
              .certificate()
              .map(each -> ": the certificate is valid until " + each.getNotAfter().toInstant())
              .orElse(""));
    } catch (IOException e) {
      LOG.error("TLS files were changed, what was there before stays in use: {}", e.getMessage());
    }
  }

  private synchronized void warn() {
    alarm.due(current.expiries(), clock.instant()).forEach(LOG::warn);
  }

  /** When each file was last changed; empty for one that is not there. */
  private static List<Optional<FileTime>> times(TlsFiles files) {
    List<Optional<FileTime>> times = new ArrayList<>();
    for (Path path : files.paths()) {
      try {
        times.add(Optional.of(Files.getLastModifiedTime(path)));
      } catch (IOException e) {
        times.add(Optional.empty());
      }
    }
    return times;
  }
}
