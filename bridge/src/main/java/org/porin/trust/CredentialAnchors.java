package org.porin.trust;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that an operator believes, from files that may change under a running bridge.
 * Safe for many threads.
 */
final class CredentialAnchors {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialAnchors.class);

  private final Optional<Path> place;
  private Map<Path, FileTime> read; // guarded by this
  private volatile List<X509Certificate> current;

  private CredentialAnchors(
      Optional<Path> place, Map<Path, FileTime> read, List<X509Certificate> current) {
    this.place = place;
    this.read = read;
    this.current = current;
  }

  /**
   * Reads them.
   *
   * @param place a file in PEM, or a directory of those that end in {@code .pem} or {@code .crt}
   * @throws IOException when one cannot be read; it names the file and the remedy
   */
  static CredentialAnchors open(Optional<Path> place) throws IOException {
    Map<Path, FileTime> files = files(place);
    return new CredentialAnchors(place, files, certificates(files.keySet()));
  }

  /** Those in use. */
  List<X509Certificate> current() {
    return current;
  }

  /**
   * Reads them again if a file was changed; if one cannot be read, what was there before stays in
   * use. Waits for the disk.
   *
   * @return whether others are in use now
   */
  synchronized boolean refresh() {
    try {
      Map<Path, FileTime> now = files(place);
      if (now.equals(read)) {
        return false;
      }
      read = now;
      current = certificates(now.keySet());
      LOG.info("anchors were changed and read again: {} certificates", current.size());
      return true;
    } catch (IOException e) {
      LOG.error("anchors were changed, what was there before stays in use: {}", e.getMessage());
      return false;
    }
  }

  private static List<X509Certificate> certificates(Set<Path> files) throws IOException {
    Set<X509Certificate> certificates = new LinkedHashSet<>();
    for (Path each : files) {
      certificates.addAll(new PemFile(each).certificates());
    }
    return List.copyOf(certificates);
  }

  private static Map<Path, FileTime> files(Optional<Path> place) throws IOException {
    Map<Path, FileTime> files = new TreeMap<>();
    for (Path each : place.isPresent() ? paths(place.get()) : List.<Path>of()) {
      files.put(
          each, Files.exists(each) ? Files.getLastModifiedTime(each) : FileTime.fromMillis(0));
    }
    return files;
  }

  private static List<Path> paths(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(place, "*.{pem,crt}")) {
      entries.forEach(paths::add);
    } catch (DirectoryIteratorException e) {
      throw new IOException("cannot use " + place + ": " + e.getMessage(), e);
    }
    return paths;
  }
}
