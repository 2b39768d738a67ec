package org.porin.trust;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of this bridge and the certificates of others, as {@link TrustSettings} say. Owns three
 * threads: one fetches, one judges, one looks for files that have changed; and those of the server
 * of certificates, where there is one.
 */
public final class Trust implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Trust.class);
  private static final int LOOK_SECONDS = 10;

  /** Certificates that wait to be judged; each may take some milliseconds. */
  private static final int MAX_WAITING = 256;

  private final TrustSettings settings;
  private final InstantSource clock;
  private final Es256 es256 = Es256.open();
  private final CredentialAnchors anchors;
  private final Optional<KeyDirectory> keys;
  private final CertificateFetch fetch;
  private final FetchedCredentials credentials;
  private final ThreadPoolExecutor judges;
  private final ScheduledExecutorService watch;
  private Optional<PublicationServer> server = Optional.empty();
  private Optional<PublicationIdentity> identity = Optional.empty();
  private volatile SslContext fetchTls;

  private Trust(TrustSettings settings, HostAddresses addresses, InstantSource clock)
      throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.anchors = CredentialAnchors.open(settings.anchors());
    this.fetchTls = FetchTls.context(anchors.current());
    this.keys =
        settings.keys().isPresent()
            ? Optional.of(KeyDirectory.open(settings.keys().get(), es256))
            : Optional.empty();
    this.judges =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> daemon(task, "credentials-judge"));
    judges.allowCoreThreadTimeOut(true);
    this.watch = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "trust-files"));
    FetchRules rules = new FetchRules(settings.hosts(), settings.networks());
    this.fetch = new CertificateFetch(addresses, rules, () -> fetchTls);
    this.credentials =
        new FetchedCredentials(
            (url, now) -> keys.flatMap(each -> each.chain(url, now)),
            rules,
            fetch,
            new PathValidation(anchors.current(), es256),
            judges,
            clock);
  }

  /**
   * Reads the files and, where the settings say so, begins to publish.
   *
   * @throws IOException when a file is not fit for its use, or the address cannot be listened on;
   *     the message names it and the remedy
   */
  public static Trust open(TrustSettings settings, HostAddresses addresses, InstantSource clock)
      throws IOException {
    Trust trust = new Trust(settings, addresses, clock);
    try {
      trust.publish();
    } catch (IOException e) {
      trust.close();
      throw e;
    }
    trust.watch.scheduleWithFixedDelay(
        trust::refresh, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    return trust;
  }

  /**
   * Reads the files as {@link #open} does, and does nothing else.
   *
   * @return all keys of this bridge
   * @throws IOException when a file is not fit for its use; the message names it and the remedy
   */
  public static List<ScheduledKey> read(TrustSettings settings) throws IOException {
    CredentialAnchors.open(settings.anchors());
    if (settings.publication().isPresent()) {
      PublicationIdentity.open(settings.publication().get().identity());
    }
    return settings.keys().isPresent()
        ? KeyDirectory.open(settings.keys().get(), Es256.open()).keys()
        : List.of();
  }

  private void publish() throws IOException {
    if (settings.publication().isEmpty() || settings.keys().isEmpty()) {
      return;
    }
    TrustSettings.Publication publication = settings.publication().get();
    PublicationIdentity shown = PublicationIdentity.open(publication.identity());
    X5uBase base = settings.keys().get().base();
    String origin = base.url().substring(0, base.url().length() - base.path().length());
    try {
      server =
          Optional.of(
              PublicationServer.open(
                  publication.address(),
                  shown.context(),
                  path -> keys.flatMap(each -> each.published(origin + path, clock.instant()))));
    } catch (BindException e) {
      throw new IOException(
          "cannot publish certificates on "
              + publication.address()
              + " (trust.publish): "
              + e.getMessage(),
          e);
    }
    identity = Optional.of(shown);
  }

  /** The library that signs and verifies. */
  public Es256 es256() {
    return es256;
  }

  /** What this bridge signs with. */
  public SigningKeys signingKeys() {
    return keys.isPresent() ? keys.get() : (domain, instant) -> Optional.empty();
  }

  /** Whom this bridge believes. */
  public Credentials credentials() {
    return credentials;
  }

  /** How often certificates of others were looked for. */
  public CredentialCounts credentialCounts() {
    return credentials.counts();
  }

  /** Where it publishes, with the port that was found. */
  public Optional<InetSocketAddress> publishing() {
    return server.map(PublicationServer::address);
  }

  /** Every key with what it does, for an operator. */
  public List<ScheduledKey> keys() {
    return keys.map(KeyDirectory::keys).orElse(List.of());
  }

  /** Reads again what has changed. Waits for the disk. */
  void refresh() {
    try {
      keys.ifPresent(KeyDirectory::refresh);
      if (anchors.refresh()) {
        fetchTls = FetchTls.context(anchors.current());
        credentials.use(new PathValidation(anchors.current(), es256));
      }
      identity.ifPresent(PublicationIdentity::refresh);
    } catch (IOException | RuntimeException e) {
      LOG.error("files of [trust] could not be read again", e);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Ends its threads; what is still being found fails. */
  @Override
  public void close() {
    watch.shutdownNow();
    server.ifPresent(PublicationServer::close);
    fetch.close();
    judges.shutdown();
  }
}
