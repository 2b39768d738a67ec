package org.porin.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Makes keys in a directory and lets one follow the other (TRUST 9). A running bridge sees the
 * change by itself; no file is ever written over, so that no URL ever has another certificate. One
 * process at a time changes a directory.
 */
public final class KeyMaker {
  /** A running bridge looks for changes this often, and must publish the new key in time. */
  private static final Duration NOTICED_WITHIN = Duration.ofMinutes(2);

  /** Clocks of others may be behind ours. */
  private static final Duration VALID_BEFORE = Duration.ofHours(1);

  private static final int SERIAL_BITS = 127; // positive, and not to be guessed

  private final TrustSettings.Keys settings;
  private final SecureRandom random;
  private final InstantSource clock;

  public KeyMaker(TrustSettings.Keys settings, SecureRandom random, InstantSource clock) {
    this.settings = settings;
    this.random = random;
    this.clock = clock;
  }

  /** Finds the time when a key begins to sign, among those that are there; or refuses. */
  private interface Place {
    Instant from(List<ScheduledKey> ofDomain, Instant now) throws IOException;
  }

  private interface Work<T> {
    T done() throws IOException, GeneralSecurityException;
  }

  /**
   * Makes the first key of a domain, with a certificate that it signs itself: it signs at once.
   *
   * @param domain in A-labels
   * @throws IOException when there is one already, or the files cannot be written
   */
  public ScheduledKey generate(String domain, Duration validity) throws IOException {
    return exclusively(() -> certified(domain, validity, KeyMaker::first));
  }

  /**
   * Makes the key that follows, with a certificate that it signs itself: it signs when that has
   * been published for {@link ScheduledKey#PUBLISHED_BEFORE}, or when the one before ends.
   *
   * @throws IOException when there is none to follow, or one that follows already
   */
  public ScheduledKey rotate(String domain, Duration validity) throws IOException {
    return exclusively(() -> certified(domain, validity, KeyMaker::next));
  }

  /**
   * Makes a key for an authority to certify: it does nothing before {@link #accept}.
   *
   * @return the file with the request (PKCS #10)
   */
  public Path request(String domain) throws IOException {
    return exclusively(
        () -> {
          KeyPair keys = pair();
          KeyFile file = free(domain, second(clock.instant()));
          write(file, keys.getPrivate());
          String pem =
              Published.pem("CERTIFICATE REQUEST", CertificateWriter.request(keys, domain));
          NewFile.write(file.request(), ascii(pem), NewFile.PUBLIC);
          return file.request();
        });
  }

  /**
   * Takes what an authority has issued: it signs at once where it is the first of its domain, else
   * as one that follows.
   *
   * @param chain the certificate, and behind it those that lead to an authority
   * @param key that of the certificate; empty where it is one that waits in the directory
   * @throws IOException when there is no such key, or the certificate is not fit for its use
   */
  public ScheduledKey accept(String domain, List<X509Certificate> chain, Optional<PrivateKey> key)
      throws IOException {
    return exclusively(
        () -> {
          Optional<HeldKey> waiting =
              ofDomain(domain).stream()
                  .map(ScheduledKey::held)
                  .filter(each -> each.certified().isEmpty())
                  .filter(each -> TlsContexts.belongTogether(chain.get(0), each.key()))
                  .findFirst();
          PrivateKey its =
              key.or(() -> waiting.map(HeldKey::key))
                  .orElseThrow(
                      () -> new IOException("no key of " + domain + " waits for this certificate"));
          Instant from = place(domain, KeyMaker::firstOrNext);
          Optional<String> fault = fault(domain, chain, its, from);
          if (fault.isPresent()) {
            throw new IOException("cannot use the certificate: " + fault.get());
          }
          KeyFile file = free(domain, from);
          write(file, its);
          NewFile.write(file.certificates(), ascii(Published.pem(chain)), NewFile.PUBLIC);
          if (waiting.isPresent()) { // last: until now the other was of no harm
            Files.deleteIfExists(waiting.get().file().key());
            Files.deleteIfExists(waiting.get().file().request());
          }
          return made(file);
        });
  }

  private Optional<String> fault(
      String domain, List<X509Certificate> chain, PrivateKey key, Instant from) throws IOException {
    X509Certificate own = chain.get(0);
    if (ofDomain(domain).stream().anyMatch(each -> each.certificate().equals(Optional.of(own)))) {
      return Optional.of("it is there already");
    }
    if (!own.getNotAfter().toInstant().isAfter(from.plus(NOTICED_WITHIN))) {
      return Optional.of("it ends before it would sign, at " + from);
    }
    return HeldKey.fault(chain, key, domain);
  }

  private ScheduledKey certified(String domain, Duration validity, Place place)
      throws IOException, GeneralSecurityException {
    Instant from = place(domain, place);
    Instant now = clock.instant();
    KeyPair keys = pair();
    X509Certificate certificate =
        CertificateWriter.selfSigned(
            keys,
            domain,
            new BigInteger(SERIAL_BITS, random).setBit(0),
            second(now).minus(VALID_BEFORE),
            from.plus(validity));
    KeyFile file = free(domain, from);
    write(file, keys.getPrivate());
    NewFile.write(file.certificates(), ascii(Published.pem(List.of(certificate))), NewFile.PUBLIC);
    return made(file);
  }

  private Instant place(String domain, Place place) throws IOException {
    return second(place.from(ofDomain(domain), clock.instant()));
  }

  private static Instant first(List<ScheduledKey> keys, Instant now) throws IOException {
    for (ScheduledKey each : keys) {
      KeyState state = each.state(now);
      if (state == KeyState.PUBLISHED || state == KeyState.SIGNING) {
        throw new IOException(
            each.domain() + " has a key that signs; porin keys rotate makes the one that follows");
      }
    }
    return now;
  }

  private static Instant next(List<ScheduledKey> keys, Instant now) throws IOException {
    if (keys.stream().noneMatch(each -> each.state(now) == KeyState.SIGNING)) {
      throw new IOException("there is no key that signs; porin keys generate makes one");
    }
    return firstOrNext(keys, now);
  }

  private static Instant firstOrNext(List<ScheduledKey> keys, Instant now) throws IOException {
    for (ScheduledKey each : keys) {
      if (each.state(now) == KeyState.PUBLISHED) {
        throw new IOException(
            each.domain() + " has a key that follows already, and signs from " + each.from());
      }
    }
    Instant inTime = now.plus(ScheduledKey.PUBLISHED_BEFORE).plus(NOTICED_WITHIN);
    return keys.stream()
        .filter(each -> each.state(now) == KeyState.SIGNING)
        .map(ScheduledKey::until)
        .max(Instant::compareTo)
        .map(until -> until.isBefore(inTime) ? until : inTime)
        .orElse(now);
  }

  private List<ScheduledKey> ofDomain(String domain) throws IOException {
    return KeyDirectory.open(settings, Es256.byJdk()).keys().stream()
        .filter(each -> each.domain().equals(domain))
        .toList();
  }

  private ScheduledKey made(KeyFile file) throws IOException {
    return ofDomain(file.domain()).stream()
        .filter(each -> each.held().file().equals(file))
        .findFirst()
        .orElseThrow(() -> new IOException(file.key() + " is gone again"));
  }

  /** Where no key of another time lies. */
  private KeyFile free(String domain, Instant from) {
    KeyFile file = new KeyFile(settings.directory(), domain, from);
    return Files.exists(file.key()) ? free(domain, from.plusSeconds(1)) : file;
  }

  private static void write(KeyFile file, PrivateKey key) throws IOException {
    NewFile.directory(file.folder());
    NewFile.write(
        file.key(), ascii(Published.pem("PRIVATE KEY", key.getEncoded())), NewFile.SECRET);
  }

  private KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private <T> T exclusively(Work<T> work) throws IOException {
    NewFile.directory(settings.directory());
    Path lock = settings.directory().resolve(".lock");
    boolean isNew = Files.notExists(lock);
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (isNew && held.isValid()) {
        NewFile.give(lock, settings.directory());
      }
      return work.done();
    } catch (GeneralSecurityException e) {
      throw new UncheckedIOException(new IOException("this Java platform makes no such key", e));
    }
  }

  private static Instant second(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
