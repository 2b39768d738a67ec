package org.porin.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.porin.trust.HeldKey.Certified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys in a directory, which {@link KeyMaker} changes while the bridge runs. Reads it when it
 * is opened and in {@link #refresh}. Safe for many threads.
 */
public final class KeyDirectory implements SigningKeys {
  private static final Logger LOG = LoggerFactory.getLogger(KeyDirectory.class);

  private final TrustSettings.Keys settings;
  private final Es256 es256;
  private List<String> read; // guarded by this
  private volatile Keys current;

  /**
   * What was read.
   *
   * @param byUrl of all that have a certificate
   * @param signing by domain, the one that begins last first
   */
  private record Keys(
      List<ScheduledKey> all,
      Map<String, ScheduledKey> byUrl,
      Map<String, List<SigningKey>> signing) {}

  private KeyDirectory(TrustSettings.Keys settings, Es256 es256, List<String> read, Keys current) {
    this.settings = settings;
    this.es256 = es256;
    this.read = read;
    this.current = current;
  }

  /**
   * Reads all keys.
   *
   * @throws IOException when one is not fit for its use; the message names it, the cause and the
   *     remedy
   */
  public static KeyDirectory open(TrustSettings.Keys settings, Es256 es256) throws IOException {
    List<String> files = files(settings.directory());
    return new KeyDirectory(settings, es256, files, read(settings, es256));
  }

  @Override
  public Optional<SigningKey> at(String domain, Instant instant) {
    List<SigningKey> keys =
        current.signing().getOrDefault(domain.toLowerCase(Locale.ROOT), List.of());
    for (SigningKey each : keys) {
      if (each.signsAt(instant)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** All keys, those of a domain by the time when they begin. */
  public List<ScheduledKey> keys() {
    return current.all();
  }

  /**
   * Writes what is to be published at an instant, for another server to serve, and deletes what is
   * no more.
   *
   * @param directory what stands at {@code trust.x5u}
   * @return the URLs at which it is to be found
   * @throws IOException when a file cannot be written
   */
  public List<String> publish(Path directory, Instant now) throws IOException {
    List<String> urls = new ArrayList<>();
    for (ScheduledKey each : current.all()) {
      if (each.x5u().isPresent() && each.published().isPresent()) {
        Published its = each.published().get();
        Path folder = directory.resolve(each.domain());
        Path file = folder.resolve(its.name());
        if (each.isPublished(now)) {
          NewFile.directory(folder);
          NewFile.replace(file, its.contents().toArray(), NewFile.PUBLIC);
          urls.add(each.x5u().get());
        } else {
          Files.deleteIfExists(file);
        }
      }
    }
    return urls;
  }

  /** What stands at a URL at an instant. */
  Optional<Published> published(String url, Instant now) {
    return certified(url, now).map(Certified::published);
  }

  /** The certificates that stand at a URL at an instant. */
  Optional<List<X509Certificate>> chain(String url, Instant now) {
    return certified(url, now).map(Certified::chain);
  }

  private Optional<Certified> certified(String url, Instant now) {
    return Optional.ofNullable(current.byUrl().get(url))
        .filter(key -> key.isPublished(now))
        .flatMap(key -> key.held().certified());
  }

  /**
   * Reads the keys again if a file was changed. If they are not fit for their use, what was there
   * before stays in use. Waits for the disk.
   *
   * @return whether others are in use now
   */
  public synchronized boolean refresh() {
    try {
      List<String> now = files(settings.directory());
      if (now.equals(read)) {
        return false;
      }
      read = now;
      current = read(settings, es256);
      LOG.info("keys in {} were changed and read again", settings.directory());
      return true;
    } catch (IOException e) {
      LOG.error("keys were changed, what was there before stays in use: {}", e.getMessage());
      return false;
    }
  }

  private static Keys read(TrustSettings.Keys settings, Es256 es256) throws IOException {
    Map<String, List<HeldKey>> held = new LinkedHashMap<>();
    for (KeyFile each : KeyFile.all(settings.directory())) {
      HeldKey key = HeldKey.read(each, es256);
      held.computeIfAbsent(each.domain(), domain -> new ArrayList<>()).add(key);
    }
    List<ScheduledKey> all =
        held.values().stream()
            .flatMap(each -> ScheduledKey.of(each, settings.base()).stream())
            .toList();
    Map<String, ScheduledKey> byUrl = new LinkedHashMap<>();
    Map<String, List<SigningKey>> signing = new LinkedHashMap<>();
    for (ScheduledKey each : all) {
      each.x5u().ifPresent(url -> byUrl.put(url, each));
      each.signing()
          .ifPresent(key -> signing.computeIfAbsent(key.domain(), d -> new ArrayList<>()).add(key));
    }
    signing.values().forEach(keys -> keys.sort(Comparator.comparing(SigningKey::from).reversed()));
    return new Keys(all, byUrl, signing);
  }

  /** Every file with its size and when it was last changed. */
  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory, 2)) {
      List<String> files = new ArrayList<>();
      for (Path each : walk.filter(path -> !isHidden(directory, path)).sorted().toList()) {
        BasicFileAttributes its = Files.readAttributes(each, BasicFileAttributes.class);
        files.add(
            its.isDirectory()
                ? each + "/"
                : each + " " + its.size() + " " + its.lastModifiedTime());
      }
      return files;
    } catch (UncheckedIOException e) {
      @Nullable IOException cause = e.getCause();
      throw unreadable(directory, cause == null ? new IOException(e) : cause);
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  private static IOException unreadable(Path directory, IOException e) {
    if (e instanceof NoSuchFileException && !Files.exists(directory)) {
      return new IOException(
          "cannot use " + directory + ": there is no such directory; porin keys generate makes it");
    }
    return e instanceof AccessDeniedException denied
        ? new IOException(
            "cannot use " + denied.getFile() + ": the user that Porin runs as may not read it")
        : new IOException("cannot use " + directory + ": " + e.getMessage(), e);
  }

  private static boolean isHidden(Path directory, Path path) {
    return !path.equals(directory) && path.getFileName().toString().startsWith(".");
  }
}
