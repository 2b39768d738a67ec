package org.porin.trust;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whose certificates are believed, and for which domains: by the rule of a domain where it has its
 * own, else by the one for all. What was judged is remembered for a while, since one connection
 * asks several times. Safe for many threads.
 */
public final class PeerTrust {
  private static final int MOST_CERTIFICATES = 10;
  private static final int MOST_NAMES = 100;
  private static final int MOST_REMEMBERED = 256;

  private final TrustRule everybody;
  private final Map<String, TrustRule> peers;
  private final Map<KeyPin, List<TrustRule>> pinned = new HashMap<>();
  private final InstantSource clock;

  /** Only what is believed, so strangers cannot fill it. Guarded by itself. */
  private final Map<Judged, Instant> remembered = new LinkedHashMap<>(16, 0.75f, true);

  private record Judged(TrustRule rule, List<X509Certificate> chain) {}

  private PeerTrust(TrustRule everybody, Map<String, TrustRule> peers, InstantSource clock) {
    this.everybody = everybody;
    this.peers = Map.copyOf(peers);
    this.clock = clock;
    for (TrustRule rule : peers.values()) {
      rule.pins().forEach(pin -> pinned.computeIfAbsent(pin, k -> new ArrayList<>()).add(rule));
    }
  }

  /**
   * Reads the files.
   *
   * @throws IOException when one of them is not fit for its use; it names the file and the remedy
   */
  static PeerTrust open(TlsFiles files, Anchors usual, InstantSource clock) throws IOException {
    Map<String, TrustRule> peers = new HashMap<>();
    for (Map.Entry<String, PeerTls> each : files.peers().entrySet()) {
      PeerTls peer = each.getValue();
      if (peer.hasRule()) {
        peers.put(each.getKey(), rule(peer));
      }
    }
    return new PeerTrust(new TrustRule(Optional.of(usual), Set.of()), peers, clock);
  }

  private static TrustRule rule(PeerTls peer) throws IOException {
    Set<KeyPin> pins = new HashSet<>(peer.pins());
    if (peer.pinFile().isPresent()) {
      pins.addAll(new PinFile(peer.pinFile().get()).pins());
    }
    return new TrustRule(
        peer.authorities().isPresent()
            ? Optional.of(Anchors.read(peer.authorities().get()))
            : Optional.empty(),
        pins);
  }

  /**
   * What a far end proves by its certificates, its own first (RFC 5922 §7.1): all domains that it
   * names, as far as each is believed by its own rule.
   */
  public Proof proof(List<X509Certificate> chain) {
    List<String> proven = new ArrayList<>();
    Instant until = Instant.MAX;
    Optional<String> doubt = Optional.empty();
    try {
      for (Map.Entry<TrustRule, List<String>> each : namesByRule(chain).entrySet()) {
        try {
          Instant holds = check(each.getKey(), chain); // once, however many names there are
          until = holds.isBefore(until) ? holds : until;
          proven.addAll(each.getValue());
        } catch (CertificateException e) {
          doubt = Optional.of(String.valueOf(e.getMessage()));
        }
      }
    } catch (CertificateException e) {
      doubt = Optional.of(String.valueOf(e.getMessage()));
    }
    return new Proof(new SipDomains(proven), until, doubt);
  }

  /**
   * Whether a server is who is meant (RFC 5922 §7.3).
   *
   * @param identities the certificate must be for one of them, in A-labels; where one has a rule of
   *     its own, the certificate is judged by that
   * @return until when that holds
   * @throws CertificateException when it is not, or not believed
   */
  public Instant requireServer(List<X509Certificate> chain, List<String> identities)
      throws CertificateException {
    TrustRule rule =
        identities.stream()
            .filter(peers::containsKey)
            .findFirst()
            .map(this::rule)
            .orElse(everybody);
    checkLength(chain);
    Instant until = check(rule, chain);
    SipDomains.of(chain.get(0)).require(identities);
    return until;
  }

  /**
   * Whether a chain is worth a completed handshake: it is believed by some rule that may be asked
   * for it.
   *
   * @throws CertificateException when it is by none
   */
  void requireAny(List<X509Certificate> chain) throws CertificateException {
    Set<TrustRule> rules = new LinkedHashSet<>(namesByRule(chain).keySet());
    rules.addAll(
        pinned.getOrDefault(KeyPin.of(chain.get(0).getPublicKey()), List.of())); // for a route
    rules.add(everybody);
    Optional<CertificateException> first = Optional.empty();
    for (TrustRule rule : rules) {
      try {
        check(rule, chain);
        return;
      } catch (CertificateException e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    throw first.orElseThrow();
  }

  /** When the authorities that are believed run out, where the operator gave them. */
  List<CertificateExpiry> expiries(TlsFiles files) {
    List<CertificateExpiry> expiries = new ArrayList<>();
    if (files.authorities().isPresent()) {
      everybody
          .lastExpiry()
          .ifPresent(end -> expiries.add(CertificateExpiry.ofAuthorities("", end)));
    }
    new TreeMap<>(peers)
        .forEach(
            (domain, rule) ->
                rule.lastExpiry()
                    .ifPresent(end -> expiries.add(CertificateExpiry.ofAuthorities(domain, end))));
    return expiries;
  }

  /** The time by which is judged. */
  public Instant now() {
    return clock.instant();
  }

  private TrustRule rule(String domain) {
    return peers.getOrDefault(domain, everybody);
  }

  private Map<TrustRule, List<String>> namesByRule(List<X509Certificate> chain)
      throws CertificateException {
    checkLength(chain);
    List<String> names = SipDomains.of(chain.get(0)).names();
    if (names.size() > MOST_NAMES) {
      throw new CertificateException("it names more domains than " + MOST_NAMES);
    }
    Map<TrustRule, List<String>> byRule = new LinkedHashMap<>();
    names.forEach(name -> byRule.computeIfAbsent(rule(name), k -> new ArrayList<>()).add(name));
    return byRule;
  }

  private static void checkLength(List<X509Certificate> chain) throws CertificateException {
    if (chain.isEmpty() || chain.size() > MOST_CERTIFICATES) {
      throw new CertificateException(
          "it comes with no certificate, or more than " + MOST_CERTIFICATES);
    }
  }

  private Instant check(TrustRule rule, List<X509Certificate> chain) throws CertificateException {
    Instant now = now();
    Judged judged = new Judged(rule, List.copyOf(chain));
    Optional<Instant> before;
    synchronized (remembered) {
      before = Optional.ofNullable(remembered.get(judged));
    }
    if (before.filter(now::isBefore).isPresent()) {
      return before.get();
    }
    Instant until = rule.check(chain, now);
    synchronized (remembered) {
      remembered.put(judged, until);
      if (remembered.size() > MOST_REMEMBERED) {
        remembered.remove(remembered.keySet().iterator().next());
      }
    }
    return until;
  }
}
