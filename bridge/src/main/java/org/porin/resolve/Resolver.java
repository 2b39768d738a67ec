package org.porin.resolve;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.porin.address.DomainName;
import org.porin.address.SipUri;
import org.porin.profile.Failure;
import org.porin.resolve.TargetLookup.Candidate;
import org.porin.wire.MalformedException;

/**
 * Finds the next hops of a domain for one service: by the operator's route, else by RFC 3861.
 * Results are kept for the TTL of what they rest on, from 5 seconds to a day; that nothing is
 * there, for a minute; that the DNS did not answer, for 5 seconds. Equal questions in flight are
 * asked once, and lookups in flight are bounded in number. Safe for many threads, none of which it
 * blocks.
 */
public final class Resolver implements Locator {
  /** Domains of which a result is kept; the one not used for longest goes first. */
  static final int MAX_DOMAINS = 10_000;

  /** Domains that are looked up at a time; each question of theirs has a socket of its own. */
  static final int MAX_LOOKUPS = 500;

  private final ResolverSettings settings;
  private final DnsClient dns;
  private final TargetLookup targets;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Executor executor;
  private final Map<Asked, CompletableFuture<Kept>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, CompletableFuture<Kept>> eldest) {
          return size() > MAX_DOMAINS;
        }
      };

  private int lookups; // guarded by kept
  private long asked; // guarded by kept
  private long answeredFromMemory; // guarded by kept

  /**
   * {@code _im} and {@code _pres} are independent (RFC 2779 §2.1.1).
   *
   * @param within of a request within a dialog: what its URI says
   */
  private record Asked(Service service, String domain, Optional<UriLookup> within) {}

  /** A result, and when it was complete: what took long to fail must not be old when it is new. */
  private record Kept(Findings findings, Instant since, Instant until) {
    static Kept from(Findings findings, Instant now) {
      return new Kept(findings, now, now.plus(findings.lifetime()));
    }

    boolean isFresh(Instant now) {
      return now.isBefore(until) && !now.isBefore(since);
    }
  }

  Resolver(
      ResolverSettings settings, RandomGenerator random, InstantSource clock, Executor executor) {
    this.settings = settings;
    this.dns = DnsClient.open(settings.servers(), settings.timeout(), executor);
    this.targets = new TargetLookup(dns, settings.own());
    this.random = random;
    this.clock = clock;
    this.executor = executor;
  }

  /** Reads the system's name servers where the settings give none. */
  public static Resolver open(ResolverSettings settings) {
    return new Resolver(
        settings,
        () -> ThreadLocalRandom.current().nextLong(), // never one generator for many threads
        InstantSource.system(),
        ForkJoinPool.commonPool());
  }

  /** Resolves the domain of an {@code im:} URI, as {@link #resolve(Service, String)}. */
  public CompletionStage<Resolution> resolve(String domain) {
    return resolve(Service.IM, domain);
  }

  /**
   * Resolves the domain of an {@code im:} or {@code pres:} URI.
   *
   * @param domain a domain name in any form of IDNA
   * @return completes within a few of the settings' timeouts, on any thread, never exceptionally
   */
  @Override
  public CompletionStage<Resolution> resolve(Service service, String domain) {
    Optional<String> canonical = canonical(domain);
    if (canonical.isEmpty()) {
      String text = "an address needs a domain of the DNS, not an IP address or localhost";
      Trail trail = new Trail();
      trail.choice("only resolvable names may stand in im: and pres: URIs (RFC 3861 section 3)");
      Findings none = Findings.failure(Failure.Reason.INVALID_ADDRESS, text, trail);
      return CompletableFuture.completedFuture(resolution(domain, none, Optional.empty()));
    }
    return remembered(domain, new Asked(service, canonical.get(), Optional.empty()));
  }

  /** An address is used at once; what the DNS says of a name is kept as that of a domain is. */
  @Override
  public CompletionStage<Resolution> locate(SipUri uri, String domain) {
    UriLookup lookup = UriLookup.of(uri, domain);
    Asked key = new Asked(Service.PRES, domain, Optional.of(lookup));
    boolean routed = lookup.port() == 0 && settings.routes().containsKey(lookup.host());
    if (routed) {
      return resolve(Service.PRES, lookup.host());
    }
    return lookup.isAddress()
        ? lookup(key).thenApply(findings -> resolution(domain, findings, Optional.empty()))
        : remembered(domain, key);
  }

  /**
   * The addresses of a host that is no SIP server: A, then AAAA. Nothing of it is kept.
   *
   * @param host in A-labels, or an IP address
   * @return completes within a timeout or two, on any thread, never exceptionally; empty where
   *     there are none, or the DNS does not answer
   */
  public CompletionStage<List<InetAddress>> addresses(String host) {
    return CompletableFuture.completedFuture(host)
        .thenComposeAsync(targets::addresses, executor)
        .exceptionally(thrown -> List.of());
  }

  private CompletionStage<Resolution> remembered(String domain, Asked key) {
    Instant now = clock.instant();
    CompletableFuture<Kept> entry;
    boolean remembered;
    synchronized (kept) {
      entry = kept.get(key);
      remembered = entry != null && (!entry.isDone() || entry.join().isFresh(now));
      asked++;
      answeredFromMemory += remembered ? 1 : 0;
      if (entry == null || !remembered) {
        if (lookups == MAX_LOOKUPS) {
          return CompletableFuture.completedFuture(resolution(domain, tooMany(), Optional.empty()));
        }
        lookups++;
        entry = find(key).thenApply(this::found);
        kept.put(key, entry);
      }
    }
    return entry.thenApply(
        result ->
            resolution(
                domain,
                result.findings(),
                remembered ? Optional.of(age(result, now)) : Optional.empty()));
  }

  /** What it has done and holds. */
  public ResolverCounts counts() {
    synchronized (kept) {
      return new ResolverCounts(asked, answeredFromMemory, kept.size(), lookups);
    }
  }

  private Kept found(Findings findings) {
    synchronized (kept) {
      lookups--;
    }
    return Kept.from(findings, clock.instant());
  }

  /** Not kept, since it says nothing about the domain. */
  private static Findings tooMany() {
    String text = "this bridge looks up too many other domains at the moment; try again later";
    return Findings.failure(Failure.Reason.CONGESTED, text, new Trail());
  }

  private static Duration age(Kept result, Instant now) {
    Duration age = Duration.between(result.since(), now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** Only queues the work; never completes exceptionally. */
  private CompletableFuture<Findings> find(Asked asked) {
    return CompletableFuture.completedFuture(asked)
        .thenComposeAsync(this::lookup, executor)
        .exceptionally(
            thrown -> {
              String text = "resolving " + asked.domain() + " failed for a fault of this bridge";
              Trail trail = new Trail();
              trail.limit(Trail.FLOOR);
              trail.refusal(thrown.toString());
              return Findings.failure(Failure.Reason.INTERNAL, text, trail);
            });
  }

  private CompletableFuture<Findings> lookup(Asked asked) {
    String domain = asked.domain();
    if (asked.within().isPresent()) {
      return asked.within().get().find(dns, targets, settings.of(domain));
    }
    List<Route> routes = settings.routes().get(domain);
    DomainSettings own = settings.of(domain);
    return routes == null || routes.isEmpty()
        ? new DomainLookup(dns, targets, asked.service(), domain, own).find()
        : byRoute(domain, routes, own);
  }

  private CompletableFuture<Findings> byRoute(
      String domain, List<Route> routes, DomainSettings own) {
    Trail trail = new Trail();
    trail.choice(domain + " has a route in the configuration: the DNS is not asked where it is");
    List<Candidate> candidates = new ArrayList<>();
    for (Route route : routes) {
      Optional<Transport> transport = route.transport().or(own::transport);
      if (transport.isEmpty() && !own.clearText()) {
        trail.refusal(route + " passed over: it names no transport, and clear text is not allowed");
        continue;
      }
      candidates.add(
          new Candidate(
              route.host(),
              route.port(),
              transport.map(List::of).orElse(Transport.CLEAR),
              candidates.size(),
              0,
              List.of(domain, route.host())));
    }
    if (candidates.isEmpty()) {
      String text =
          String.format(
              "the route that is set for %s names no transport, and clear text is not allowed; write"
                  + " sips: there, or ;transport=",
              domain);
      return CompletableFuture.completedFuture(
          Findings.failure(Failure.Reason.PEER_UNREACHABLE, text, trail));
    }
    String nothing = "no host of the route that is set for " + domain + " has an address";
    return targets.addresses(domain, candidates, nothing, trail);
  }

  private Resolution resolution(String domain, Findings findings, Optional<Duration> age) {
    List<Target> ordered =
        SrvSelection.order(findings.targets(), Target::priority, Target::weight, random);
    return new Resolution(domain, ordered, findings.failure(), findings.steps(), age);
  }

  /** In A-labels; empty for what RFC 3861 §3 keeps out of an im: URI. */
  private static Optional<String> canonical(String domain) {
    try {
      String name = DomainName.toALabels(domain);
      boolean local = name.equals("localhost") || name.endsWith(".localhost");
      return local ? Optional.empty() : Optional.of(name);
    } catch (MalformedException e) {
      return Optional.empty(); // an address, or no name at all
    }
  }
}
