package org.porin.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.porin.profile.Failure;
import org.porin.resolve.TargetLookup.Candidate;
import org.porin.resolve.TransportChoice.SipRecords;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the DNS where one domain takes instant messages by SIP (RFC 3861 §4, RFC 5509). A domain
 * without {@code _im} records is located as SIP locates it (RFC 3263 §4), from the SRV records on;
 * NAPTR records are not asked for.
 */
final class DomainLookup {
  /** So many aliases are followed, and so many targets looked at (RFC 3861 §6). */
  static final int MAX_ALIASES = 4;

  static final int MAX_TARGETS = 16;

  private static final String IM = "_im._sip.";
  private static final String TLS = "_sips._tcp.";
  private static final String TCP = "_sip._tcp.";
  private static final String UDP = "_sip._udp.";

  private final DnsClient dns;
  private final TargetLookup targets;
  private final String asked;
  private final Optional<Transport> setting;
  private final boolean sipFallback;
  private final Trail trail = new Trail();

  /**
   * @param asked the domain of the address, which failures name whatever alias it has
   * @param setting the transport that the operator sets for it
   */
  DomainLookup(
      DnsClient dns,
      TargetLookup targets,
      String asked,
      Optional<Transport> setting,
      boolean sipFallback) {
    this.dns = dns;
    this.targets = targets;
    this.asked = asked;
    this.setting = setting;
    this.sipFallback = sipFallback;
  }

  CompletableFuture<Findings> find() {
    return find(asked, 0);
  }

  /** All labels are asked in parallel (OPEN j), so that a domain costs two round trips. */
  private CompletableFuture<Findings> find(String domain, int aliases) {
    List<Question> questions = new ArrayList<>();
    try {
      for (String label : List.of(IM, TLS, TCP, UDP)) {
        questions.add(Question.of(label + domain, Type.SRV));
      }
      questions.add(Question.of(domain, Type.CNAME));
    } catch (TextParseException e) {
      return done(Failure.Reason.INVALID_ADDRESS, asked + " is too long for a domain");
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
    Answer im = said.get(0);
    if (im instanceof Answer.InDoubt) {
      return inDoubt();
    }
    List<Answer> sip = said.subList(1, 4);
    if (im instanceof Answer.Found) {
      return byInstantMessaging(domain, srv(im), sip);
    }
    Optional<String> alias = alias(said.get(4));
    if (alias.isPresent()) {
      return followed(domain, alias.get(), aliases);
    }
    if (!((Answer.Absent) im).nameExists()) {
      return withoutInstantMessaging(domain, sip);
    }
    // NODATA: the name is perhaps an alias of one without SRV records.
    Question question;
    try {
      question = Question.of(IM + domain, Type.CNAME);
    } catch (TextParseException e) {
      throw new IllegalStateException("was asked for already", e);
    }
    return dns.ask(question)
        .thenCompose(
            answer -> {
              trail.answer(question, answer);
              return alias(answer)
                  .map(other -> followed(domain, withoutLabel(other), aliases))
                  .orElseGet(() -> withoutInstantMessaging(domain, sip));
            });
  }

  /** RFC 3861 §4: "the resulting domain is processed as if it were the initial domain". */
  private CompletableFuture<Findings> followed(String domain, String alias, int aliases) {
    if (aliases == MAX_ALIASES) {
      return done(
          Failure.Reason.DOMAIN_NOT_FOUND,
          asked + " is an alias of an alias, more than " + MAX_ALIASES + " deep");
    }
    trail.choice(domain + " is an alias: going on with " + alias + " (RFC 3861 section 4)");
    return find(alias, aliases + 1);
  }

  private CompletableFuture<Findings> byInstantMessaging(
      String domain, List<SrvRecord> records, List<Answer> sip) {
    List<SrvRecord> offered = offered(records);
    if (offered.isEmpty()) {
      return done(
          Failure.Reason.DOMAIN_NOT_FOUND,
          asked + " says that it takes no instant messages by SIP (SRV _im._sip is \".\")");
    }
    trail.choice("SRV " + IM + domain + " exists: its targets alone are used (RFC 3861 section 4)");
    return reach(offered, sipRecords(sip));
  }

  private CompletableFuture<Findings> withoutInstantMessaging(String domain, List<Answer> sip) {
    trail.limit(Trail.NEGATIVE);
    if (!sipFallback) {
      return done(
          Failure.Reason.DOMAIN_NOT_FOUND,
          asked + " has no SRV record _im._sip (and dns.sip-fallback is off)");
    }
    trail.choice("no SRV _im._sip." + domain + ": located as SIP does (RFC 3263 section 4)");
    SipRecords records = sipRecords(sip);
    List<SrvRecord> byTcp = setting.equals(Optional.of(Transport.UDP)) ? List.of() : records.tcp();
    List<SrvRecord> byUdp = setting.equals(Optional.of(Transport.TCP)) ? List.of() : records.udp();
    if (!byTcp.isEmpty()) {
      return reach(byTcp, records);
    }
    if (!byUdp.isEmpty()) {
      return reach(byUdp, records);
    }
    if (sip.stream().anyMatch(Answer.InDoubt.class::isInstance)) {
      return inDoubt();
    }
    if (!records.tls().isEmpty() && setting.isEmpty()) {
      return reach(records.tls(), records);
    }
    if (sip.stream().anyMatch(Answer.Found.class::isInstance)) {
      return done(
          Failure.Reason.DOMAIN_NOT_FOUND,
          asked + " has no SRV record _im._sip, and its SIP records name nothing that can be used");
    }
    trail.choice("no SRV at all: " + domain + " itself, port 5060 (RFC 3861 section 4)");
    return reach(List.of(new SrvRecord(0, 0, Route.SIP_PORT, domain)), SipRecords.NONE);
  }

  /** Chooses transports and leaves the rest to {@link TargetLookup}. */
  private CompletableFuture<Findings> reach(List<SrvRecord> records, SipRecords sip) {
    List<Candidate> candidates = new ArrayList<>();
    for (SrvRecord record : records.stream().limit(MAX_TARGETS).toList()) {
      TransportChoice choice = TransportChoice.of(record.host(), record.port(), setting, sip);
      String hop = record.host() + ":" + record.port();
      if (choice.transports().isEmpty()) {
        trail.refusal(hop + " passed over: " + choice.why() + ", and TLS is not built in");
        continue;
      }
      trail.choice(
          hop
              + ": "
              + String.join(" or ", choice.transports().stream().map(Transport::token).toList())
              + ", "
              + choice.why());
      candidates.add(
          new Candidate(
              record.host(),
              record.port(),
              choice.transports(),
              record.priority(),
              record.weight()));
    }
    if (records.size() > MAX_TARGETS) {
      trail.refusal("passed over: every target after the first " + MAX_TARGETS);
    }
    if (candidates.isEmpty()) {
      return done(
          Failure.Reason.PEER_UNREACHABLE,
          String.format(
              "%s is reached by TLS only, which is not built in; set peers.\"%s\".transport to udp"
                  + " or tcp if it takes either",
              asked, asked));
    }
    boolean itself = candidates.size() == 1 && records.get(0).host().equals(asked);
    String nothing =
        itself
            ? asked + " has no SRV record _im._sip and no address"
            : "no target that the SRV records of " + asked + " name has an address";
    return targets.addresses(asked, candidates, nothing, trail);
  }

  private CompletableFuture<Findings> inDoubt() {
    return done(
        Failure.Reason.DOMAIN_IN_DOUBT,
        "the DNS gave no answer for " + asked + "; try again later");
  }

  private CompletableFuture<Findings> done(Failure.Reason reason, String text) {
    return CompletableFuture.completedFuture(Findings.failure(reason, text, trail));
  }

  private static SipRecords sipRecords(List<Answer> sip) {
    return new SipRecords(
        offered(srv(sip.get(0))), offered(srv(sip.get(1))), offered(srv(sip.get(2))));
  }

  /** Without refusals and without port 0, at which nothing can listen; lowest priority first. */
  private static List<SrvRecord> offered(List<SrvRecord> records) {
    return records.stream()
        .filter(record -> !record.isRefusal() && record.port() > 0)
        .sorted((a, b) -> Integer.compare(a.priority(), b.priority()))
        .toList();
  }

  private static List<SrvRecord> srv(Answer answer) {
    if (!(answer instanceof Answer.Found found)) {
      return List.of();
    }
    return found.records().stream()
        .flatMap(record -> record instanceof SRVRecord srv ? Stream.of(srv) : Stream.empty())
        .map(
            srv ->
                new SrvRecord(
                    srv.getPriority(), srv.getWeight(), srv.getPort(), text(srv.getTarget())))
        .toList();
  }

  private static Optional<String> alias(Answer answer) {
    return answer instanceof Answer.Found found
            && found.records().get(0) instanceof CNAMERecord cname
        ? Optional.of(text(cname.getTarget()))
        : Optional.empty();
  }

  private static String withoutLabel(String name) {
    return name.startsWith(IM) ? name.substring(IM.length()) : name;
  }

  private static String text(Name name) {
    return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
  }
}
