package org.porin.resolve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Asks recursive name servers, over UDP and, when an answer is truncated, TCP (RFC 2181 §9). It
 * keeps nothing: {@link Resolver} keeps whole results, since dnsjava's cache has no floor, gives
 * TTLs back undiminished and lets equal questions in flight run side by side.
 */
final class DnsClient {
  private static final int TRIES_PER_SERVER = 2;

  /** How long what was found by an alias is believed: dnsjava does not tell the alias's TTL. */
  private static final long MAX_ALIASED_SECONDS = 300;

  private final LookupSession session;
  private final Duration timeout;

  private DnsClient(LookupSession session, Duration timeout) {
    this.session = session;
    this.timeout = timeout;
  }

  /**
   * @param servers empty for the system's
   * @param timeout for a question with all its repeats
   */
  static DnsClient open(List<InetSocketAddress> servers, Duration timeout, Executor executor) {
    List<InetSocketAddress> asked =
        servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers;
    Duration oneTry = timeout.dividedBy((long) TRIES_PER_SERVER * Math.max(1, asked.size()));
    NameServer[] each =
        asked.stream().map(server -> new NameServer(server, oneTry)).toArray(NameServer[]::new);
    ExtendedResolver all = new ExtendedResolver(each);
    all.setTimeout(timeout);
    all.setRetries(TRIES_PER_SERVER);
    LookupSession session =
        LookupSession.builder()
            .resolver(all)
            .defaultHostsFileParser() // names that the operator gives in /etc/hosts
            .clearSearchPath()
            .clearCaches()
            .executor(executor)
            .build();
    return new DnsClient(session, timeout);
  }

  /** Completes with the answer within the timeout; never exceptionally. */
  CompletableFuture<Answer> ask(Question question) {
    return session
        .lookupAsync(question.name(), question.type())
        .toCompletableFuture()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle((result, thrown) -> thrown == null ? answer(question, result) : failed(thrown));
  }

  private static Answer answer(Question question, LookupResult result) {
    List<Record> records =
        result.getRecords().stream().filter(each -> each.getType() == question.type()).toList();
    if (records.isEmpty()) {
      return new Answer.Absent(true);
    }
    boolean aliased = !result.getAliases().isEmpty();
    long seconds = records.stream().mapToLong(Record::getTTL).min().orElseThrow();
    return new Answer.Found(
        records,
        Duration.ofSeconds(aliased ? Math.min(seconds, MAX_ALIASED_SECONDS) : seconds),
        aliased);
  }

  private static Answer failed(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof NoSuchDomainException) {
      return new Answer.Absent(false);
    }
    if (cause instanceof NoSuchRRSetException) {
      return new Answer.Absent(true);
    }
    if (cause instanceof NameServer.NoAnswerException) {
      return new Answer.InDoubt(String.valueOf(cause.getMessage())); // SERVFAIL, REFUSED
    }
    if (cause instanceof TimeoutException) {
      return new Answer.InDoubt("no answer in time");
    }
    if (cause instanceof SocketException) { // an ICMP error, or a refused connection
      return new Answer.InDoubt("the name server cannot be reached");
    }
    return new Answer.InDoubt(describe(cause));
  }

  private static String describe(Throwable cause) {
    @Nullable String message = cause.getMessage();
    if (cause instanceof IOException && message != null && message.contains("imed out")) {
      return "no answer in time";
    }
    String kind = cause instanceof LookupFailedException ? "" : cause.getClass().getSimpleName();
    return message == null ? cause.getClass().getSimpleName() : (kind + " " + message).strip();
  }
}
