package org.porin.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.porin.profile.Failure;
import org.porin.resolve.TransportChoice.SipRecords;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Locates a domain as SIP does (RFC 3263 §4): by NAPTR, else by the SRV records of the transports
 * spoken here, else by its address. Where the operator says what the domain speaks there is nothing
 * to select, and NAPTR is not asked for (§4.1).
 */
final class SipLocation {
  /** OPEN j: without a word of the server, what others cannot read first. */
  private static final List<Transport> PREFERENCE =
      List.of(Transport.TLS, Transport.TCP, Transport.UDP);

  private final DnsClient dns;
  private final Reach reach;
  private final Service service;
  private final String asked;
  private final DomainSettings settings;
  private final Trail trail;

  SipLocation(
      DnsClient dns,
      Reach reach,
      Service service,
      String asked,
      DomainSettings settings,
      Trail trail) {
    this.dns = dns;
    this.reach = reach;
    this.service = service;
    this.asked = asked;
    this.settings = settings;
    this.trail = trail;
  }

  /**
   * @param domain the domain, or what it is an alias of
   * @param records what is known of its SRV records for SIP
   * @param inDoubt whether some of them could not be had
   * @param found whether there are some, even if they all say that there is no service
   */
  CompletableFuture<Findings> find(
      String domain, SipRecords records, boolean inDoubt, boolean found) {
    if (settings.transport().isPresent()) {
      return bySrv(domain, records, inDoubt, found);
    }
    Question question;
    try {
      question = Question.of(domain, Type.NAPTR);
    } catch (TextParseException e) {
      throw new IllegalStateException("was asked for already, and longer", e);
    }
    return dns.ask(question)
        .thenCompose(
            answer -> {
              trail.answer(question, answer);
              return byNaptr(services(answer), domain, inDoubt)
                  .orElseGet(() -> bySrv(domain, records, inDoubt, found));
            });
  }

  private List<SipService> services(Answer answer) {
    if (!(answer instanceof Answer.Found found)) {
      return List.of();
    }
    List<SipService> allowed = new ArrayList<>();
    for (SipService each : SipService.of(found.records())) {
      if (settings.allows(each.transport())) {
        allowed.add(each);
      } else {
        trail.refusal("NAPTR: " + each + " passed over: clear text is not allowed");
      }
    }
    return allowed;
  }

  /** Empty where no NAPTR record is of use. */
  private Optional<CompletableFuture<Findings>> byNaptr(
      List<SipService> services, String domain, boolean inDoubt) {
    return services.isEmpty()
        ? Optional.empty()
        : Optional.of(follow(services, 0, domain, inDoubt));
  }

  /**
   * Takes the first service that leads anywhere. Where none has SRV records the domain itself is
   * the target, by the transport that its NAPTR prefers (§4.2).
   */
  private CompletableFuture<Findings> follow(
      List<SipService> services, int next, String domain, boolean inDoubt) {
    if (next == services.size()) {
      Transport preferred = services.get(0).transport();
      SrvRecord itself = new SrvRecord(0, 0, preferred.defaultPort(), domain);
      return inDoubt
          ? reach.inDoubt()
          : reach.by(List.of(itself), preferred, "as NAPTR says, and there is no SRV");
    }
    SipService service = services.get(next);
    Question question;
    try {
      question = Question.of(service.name(), Type.SRV);
    } catch (TextParseException e) {
      throw new IllegalStateException("a name that the DNS gave", e);
    }
    trail.choice("NAPTR: " + service + " (RFC 3263 section 4.1)");
    return dns.ask(question)
        .thenCompose(
            answer -> {
              trail.answer(question, answer);
              List<SrvRecord> offered = SrvRecord.offered(SrvRecord.of(answer));
              return offered.isEmpty()
                  ? follow(services, next + 1, domain, inDoubt || answer instanceof Answer.InDoubt)
                  : reach.by(offered, service.transport(), "as NAPTR says");
            });
  }

  private CompletableFuture<Findings> bySrv(
      String domain, SipRecords records, boolean inDoubt, boolean found) {
    for (Transport transport : PREFERENCE) {
      if (!records.of(transport).isEmpty() && settings.allows(transport)) {
        String why = settings.transport().isPresent() ? "as set for the peer" : "as its SRV says";
        return reach.by(records.of(transport), transport, why);
      }
    }
    if (inDoubt) {
      return reach.inDoubt();
    }
    boolean usable = PREFERENCE.stream().anyMatch(each -> !records.of(each).isEmpty());
    if (usable && settings.transport().isEmpty()) {
      return reach.clearOnly();
    }
    if (found) {
      return reach.none(
          Failure.Reason.DOMAIN_NOT_FOUND,
          String.format(
              "%s has no SRV record %s, and its SIP records name nothing that can be used",
              asked, service.labels()));
    }
    int port = settings.transport().orElse(Transport.UDP).defaultPort();
    trail.choice("no SRV at all: " + domain + " itself, port " + port + " (RFC 3861 section 4)");
    String nothing = asked + " has no SRV record " + service.labels() + " and no address";
    return reach.by(
        List.of(new SrvRecord(0, 0, port, domain)), SipRecords.NONE, Optional.of(nothing));
  }
}
