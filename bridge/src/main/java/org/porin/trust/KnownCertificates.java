package org.porin.trust;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What was fetched, by URL, and what is being fetched: bounded in number and in octets, since
 * strangers choose both. The one not used for longest goes first. Safe for many threads.
 */
final class KnownCertificates {
  /** URLs of which something is kept. */
  static final int MAX_URLS = 1_024;

  /** Octets of all certificates as they came; in memory they take about four times as many. */
  static final long MAX_OCTETS = 4 << 20;

  private final Map<String, CompletableFuture<KnownCertificate>> byUrl = // guarded by this
      new LinkedHashMap<>(16, 0.75f, true);

  synchronized Optional<CompletableFuture<KnownCertificate>> get(String url) {
    return Optional.ofNullable(byUrl.get(url));
  }

  /** Keeps what is, or will be, at a URL, in place of what was. */
  synchronized void put(String url, CompletableFuture<KnownCertificate> certificate) {
    byUrl.put(url, certificate);
    certificate.thenRun(this::trim);
    trim();
  }

  synchronized void clear() {
    byUrl.clear();
  }

  private synchronized void trim() {
    long octets = 0;
    for (CompletableFuture<KnownCertificate> each : byUrl.values()) {
      octets += octets(each);
    }
    Iterator<CompletableFuture<KnownCertificate>> eldestFirst = byUrl.values().iterator();
    while (eldestFirst.hasNext() && (byUrl.size() > MAX_URLS || octets > MAX_OCTETS)) {
      octets -= octets(eldestFirst.next());
      eldestFirst.remove();
    }
  }

  private static long octets(CompletableFuture<KnownCertificate> certificate) {
    return certificate.isDone() ? certificate.join().octets() : 0;
  }
}
