package org.porin.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.porin.profile.Failure;
import org.porin.resolve.TransportChoice.SipRecords;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the DNS where one domain takes instant messages, or has its presence, by SIP (RFC 3861 §4,
 * RFC 5509). A domain without such records is located as SIP locates it ({@link SipLocation}).
 */
final class DomainLookup {
  /** So many aliases are followed. */
  static final int MAX_ALIASES = 4;

  private static final String TLS = "_sips._tcp.";
  private static final String TCP = "_sip._tcp.";
  private static final String UDP = "_sip._udp.";

  private final DnsClient dns;
  private final Service service;
  private final String asked;
  private final DomainSettings settings;
  private final Trail trail = new Trail();
  private final Reach reach;

  /**
   * @param asked the domain of the address, which failures and TLS name whatever alias it has
   */
  DomainLookup(
      DnsClient dns, TargetLookup targets, Service service, String asked, DomainSettings settings) {
    this.dns = dns;
    this.service = service;
    this.asked = asked;
    this.settings = settings;
    this.reach = new Reach(targets, asked, settings, trail);
  }

  CompletableFuture<Findings> find() {
    return find(asked, 0);
  }

  /** All labels are asked in parallel (OPEN j), so that a domain costs two round trips. */
  private CompletableFuture<Findings> find(String domain, int aliases) {
    List<Question> questions = new ArrayList<>();
    try {
      for (String label : List.of(service.prefix(), TLS, TCP, UDP)) {
        questions.add(Question.of(label + domain, Type.SRV));
      }
      questions.add(Question.of(domain, Type.CNAME));
    } catch (TextParseException e) {
      return reach.none(Failure.Reason.INVALID_ADDRESS, asked + " is too long for a domain");
    }
    List<CompletableFuture<Answer>> answers = questions.stream().map(dns::ask).toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenCompose(
            done -> {
              List<Answer> said = answers.stream().map(CompletableFuture::join).toList();
              for (int i = 0; i < said.size(); i++) {
                trail.answer(questions.get(i), said.get(i));
              }
              return decide(domain, said, aliases);
            });
  }

  private CompletableFuture<Findings> decide(String domain, List<Answer> said, int aliases) {
    Answer own = said.get(0);
    if (own instanceof Answer.InDoubt) {
      return reach.inDoubt();
    }
    List<Answer> sip = said.subList(1, 4);
    if (own instanceof Answer.Found) {
      return byOwnRecords(domain, SrvRecord.of(own), sip);
    }
    Optional<String> alias = alias(said.get(4));
    if (alias.isPresent()) {
      return followed(domain, alias.get(), aliases);
    }
    if (!((Answer.Absent) own).nameExists()) {
      return withoutOwnRecords(domain, sip);
    }
    // NODATA: the name is perhaps an alias of one without SRV records.
    Question question;
    try {
      question = Question.of(service.prefix() + domain, Type.CNAME);
    } catch (TextParseException e) {
      throw new IllegalStateException("was asked for already", e);
    }
    return dns.ask(question)
        .thenCompose(
            answer -> {
              trail.answer(question, answer);
              return alias(answer)
                  .map(other -> followed(domain, withoutLabel(other), aliases))
                  .orElseGet(() -> withoutOwnRecords(domain, sip));
            });
  }

  /** RFC 3861 §4: "the resulting domain is processed as if it were the initial domain". */
  private CompletableFuture<Findings> followed(String domain, String alias, int aliases) {
    if (aliases == MAX_ALIASES) {
      return reach.none(
          Failure.Reason.DOMAIN_NOT_FOUND,
          asked + " is an alias of an alias, more than " + MAX_ALIASES + " deep");
    }
    trail.choice(domain + " is an alias: going on with " + alias + " (RFC 3861 section 4)");
    return find(alias, aliases + 1);
  }

  private CompletableFuture<Findings> byOwnRecords(
      String domain, List<SrvRecord> records, List<Answer> sip) {
    List<SrvRecord> offered = SrvRecord.offered(records);
    if (offered.isEmpty()) {
      return reach.none(
          Failure.Reason.DOMAIN_NOT_FOUND,
          String.format(
              "%s says that it takes no %s by SIP (SRV %s is \".\")",
              asked, service.words(), service.labels()));
    }
    trail.choice(
        String.format(
            "SRV %s%s exists: its targets alone are used (RFC 3861 section 4)",
            service.prefix(), domain));
    return reach.by(offered, sipRecords(sip));
  }

  private CompletableFuture<Findings> withoutOwnRecords(String domain, List<Answer> sip) {
    trail.limit(Trail.NEGATIVE);
    if (!settings.sipFallback()) {
      return reach.none(
          Failure.Reason.DOMAIN_NOT_FOUND,
          asked + " has no SRV record " + service.labels() + " (and dns.sip-fallback is off)");
    }
    trail.choice(
        String.format(
            "no SRV %s%s: located as SIP does (RFC 3263 section 4)", service.prefix(), domain));
    boolean inDoubt = sip.stream().anyMatch(Answer.InDoubt.class::isInstance);
    boolean found = sip.stream().anyMatch(Answer.Found.class::isInstance);
    return new SipLocation(dns, reach, service, asked, settings, trail)
        .find(domain, sipRecords(sip), inDoubt, found);
  }

  private static SipRecords sipRecords(List<Answer> sip) {
    return new SipRecords(
        SrvRecord.offered(SrvRecord.of(sip.get(0))),
        SrvRecord.offered(SrvRecord.of(sip.get(1))),
        SrvRecord.offered(SrvRecord.of(sip.get(2))));
  }

  private static Optional<String> alias(Answer answer) {
    return answer instanceof Answer.Found found
            && found.records().get(0) instanceof CNAMERecord cname
            && !cname.getTarget().equals(Name.root)
        ? Optional.of(cname.getTarget().toString(true).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private String withoutLabel(String name) {
    return name.startsWith(service.prefix()) ? name.substring(service.prefix().length()) : name;
  }
}
