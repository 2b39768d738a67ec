package org.porin.trust;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.porin.address.DomainName;
import org.porin.wire.MalformedException;

/**
 * Where a key lies: {@code DIRECTORY/DOMAIN/FROM.key}, its certificates in {@code FROM.pem} and, as
 * long as there are none, a request of them in {@code FROM.csr}. So the files alone say which key
 * signs when, and a key is there at once or not at all.
 *
 * @param directory of all keys
 * @param domain in A-labels
 * @param from when it begins to sign, in whole seconds
 */
record KeyFile(Path directory, String domain, Instant from) {
  private static final int MAX_DOMAINS = 10_000;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);
  private static final String KEY = ".key";

  /** The private key, in PKCS #8 and PEM. */
  Path key() {
    return with(KEY);
  }

  /** The certificate and those behind it, in PEM. */
  Path certificates() {
    return with(".pem");
  }

  /** What an authority is to certify, in PEM. */
  Path request() {
    return with(".csr");
  }

  /** Where the keys of its domain lie. */
  Path folder() {
    return directory.resolve(domain);
  }

  private Path with(String suffix) {
    return folder().resolve(STAMP.format(from) + suffix);
  }

  /**
   * All keys in a directory, those of a domain by the time when they begin.
   *
   * @throws IOException when the directory cannot be read, or has what is no key in it
   */
  static List<KeyFile> all(Path directory) throws IOException {
    List<KeyFile> found = new ArrayList<>();
    for (Path each : entries(directory, "*")) {
      if (Files.isDirectory(each)) {
        found.addAll(of(directory, each));
      }
    }
    found.sort(Comparator.comparing(KeyFile::domain).thenComparing(KeyFile::from));
    return found;
  }

  private static List<KeyFile> of(Path directory, Path domain) throws IOException {
    String name = domain.getFileName().toString();
    if (!canonical(name).equals(Optional.of(name))) {
      throw new IOException(
          "cannot use " + domain + ": a directory of keys is named as its domain is, in A-labels");
    }
    List<KeyFile> found = new ArrayList<>();
    for (Path each : entries(domain, "*" + KEY)) {
      found.add(new KeyFile(directory, name, stamp(each)));
    }
    return found;
  }

  private static Instant stamp(Path key) throws IOException {
    String name = key.getFileName().toString();
    try {
      return STAMP.parse(name.substring(0, name.length() - KEY.length()), Instant::from);
    } catch (DateTimeException e) {
      throw new IOException(
          "cannot use "
              + key
              + ": a key is named after the time when it begins to sign, as 20251123T010000Z.key");
    }
  }

  private static Optional<String> canonical(String name) {
    try {
      return Optional.of(DomainName.toALabels(name));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** Hidden ones are no keys: file systems and administrators have some of their own. */
  private static List<Path> entries(Path directory, String glob) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
      for (Path each : stream) {
        if (each.getFileName().toString().charAt(0) != '.') {
          entries.add(each);
        }
        if (entries.size() > MAX_DOMAINS) {
          throw new IOException("cannot use " + directory + ": it has more than 10000 files");
        }
      }
    }
    return entries;
  }
}
