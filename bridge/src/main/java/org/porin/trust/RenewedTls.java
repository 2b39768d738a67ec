package org.porin.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS contexts of files that change under a running bridge, since certificates are renewed by
 * other programs every few weeks. Safe for many threads.
 */
public final class RenewedTls {
  private static final Logger LOG = LoggerFactory.getLogger(RenewedTls.class);

  private final TlsFiles files;
  private List<Optional<FileTime>> read; // guarded by this
  private volatile TlsContexts current;

  private RenewedTls(TlsFiles files, List<Optional<FileTime>> read, TlsContexts current) {
    this.files = files;
    this.read = read;
    this.current = current;
  }

  /**
   * Reads the files.
   *
   * @throws IOException as {@link TlsContexts#open}
   */
  public static RenewedTls open(TlsFiles files) throws IOException {
    return new RenewedTls(files, times(files), TlsContexts.open(files));
  }

  /** What holds for new connections. */
  public TlsContexts current() {
    return current;
  }

  /**
   * Reads the files again if one of them was changed. If they are not fit for their use, perhaps
   * since one is renewed and the other not yet, what was there before stays in use. Waits for the
   * disk.
   */
  public synchronized void refresh() {
    List<Optional<FileTime>> now = times(files);
    if (now.equals(read)) {
      return;
    }
    read = now;
    try {
      current = TlsContexts.open(files);
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

  /** When each file was last changed; empty for one that is not there. */
  private static List<Optional<FileTime>> times(TlsFiles files) {
    List<Path> paths = new ArrayList<>();
    files.identity().ifPresent(identity -> paths.add(identity.certificate()));
    files.identity().ifPresent(identity -> paths.add(identity.key()));
    files.authorities().ifPresent(paths::add);
    List<Optional<FileTime>> times = new ArrayList<>();
    for (Path path : paths) {
      try {
        times.add(Optional.of(Files.getLastModifiedTime(path)));
      } catch (IOException e) {
        times.add(Optional.empty());
      }
    }
    return times;
  }
}
