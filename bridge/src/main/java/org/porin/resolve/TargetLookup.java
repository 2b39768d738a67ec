package org.porin.resolve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.porin.profile.Failure;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** From target names to addresses: the second half of a resolution (RFC 2782, "Usage rules"). */
final class TargetLookup {
  /** So many addresses of a kind and target are tried; a reply can have thousands of them. */
  static final int MAX_ADDRESSES = 8;

  private final DnsClient dns;
  private final OwnAddresses own;

  TargetLookup(DnsClient dns, OwnAddresses own) {
    this.dns = dns;
    this.own = own;
  }

  /** A target whose addresses are still to be found. */
  record Candidate(
      String host,
      int port,
      List<Transport> transports,
      int priority,
      int weight,
      List<String> identities) {}

  /** The answers to one candidate's questions; both are absent for an address literal. */
  private record Addresses(
      Candidate candidate,
      List<InetAddress> literal,
      List<Question> questions,
      List<Answer> said) {}

  /**
   * @param domain whose targets they are, for texts
   * @param nothing the failure's text when no candidate has an address
   */
  CompletableFuture<Findings> addresses(
      String domain, List<Candidate> candidates, String nothing, Trail trail) {
    List<CompletableFuture<Addresses>> each = candidates.stream().map(this::ask).toList();
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              List<Addresses> answers = each.stream().map(CompletableFuture::join).toList();
              return findings(domain, answers, nothing, trail);
            });
  }

  /** The addresses of a host, whatever it is for; empty where there are none. */
  CompletableFuture<List<InetAddress>> addresses(String host) {
    return ask(new Candidate(host, 0, List.of(), 0, 0, List.of())).thenApply(TargetLookup::found);
  }

  private static List<InetAddress> found(Addresses answer) {
    List<InetAddress> found = new ArrayList<>(answer.literal());
    for (Answer said : answer.said()) {
      if (said instanceof Answer.Found records) {
        records.records().stream()
            .limit(MAX_ADDRESSES)
            .forEach(record -> found.add(address(record)));
      }
    }
    return found;
  }

  private CompletableFuture<Addresses> ask(Candidate candidate) {
    Optional<InetAddress> literal = IpLiteral.parse(candidate.host());
    return literal.isEmpty()
        ? askDns(candidate)
        : CompletableFuture.completedFuture(
            new Addresses(candidate, List.of(literal.get()), List.of(), List.of()));
  }

  private CompletableFuture<Addresses> askDns(Candidate candidate) {
    List<Question> questions;
    try {
      questions =
          List.of(Question.of(candidate.host(), Type.A), Question.of(candidate.host(), Type.AAAA));
    } catch (TextParseException e) {
      return CompletableFuture.completedFuture(
          new Addresses(candidate, List.of(), List.of(), List.of()));
    }
    return dns.ask(questions.get(0))
        .thenCombine(
            dns.ask(questions.get(1)),
            (a, aaaa) -> new Addresses(candidate, List.of(), questions, List.of(a, aaaa)));
  }

  private Findings findings(String domain, List<Addresses> answers, String nothing, Trail trail) {
    List<Target> targets = new ArrayList<>();
    boolean inDoubt = false;
    for (Addresses answer : answers) {
      List<InetAddress> found = new ArrayList<>(answer.literal());
      for (int i = 0; i < answer.said().size(); i++) {
        Answer said = answer.said().get(i);
        trail.answer(answer.questions().get(i), said);
        inDoubt |= said instanceof Answer.InDoubt;
        if (said instanceof Answer.Found records) {
          if (records.aliased()) {
            trail.choice(
                answer.candidate().host()
                    + " is an alias, which no target should be (RFC 2782); followed all the same");
          }
          records.records().stream()
              .limit(MAX_ADDRESSES)
              .forEach(record -> found.add(address(record)));
          if (records.records().size() > MAX_ADDRESSES) {
            trail.refusal(
                "passed over: every address of "
                    + answer.candidate().host()
                    + " after the first "
                    + MAX_ADDRESSES);
          }
        }
      }
      Candidate candidate = answer.candidate();
      if (found.isEmpty()) {
        trail.refusal(candidate.host() + " passed over: it has no address");
        continue;
      }
      Target target = target(candidate, found);
      if (own.isOwnName(target.host(), target.port())
          || target.addresses().stream().anyMatch(own::isOwnAddress)) {
        return Findings.failure(
            Failure.Reason.LOOP,
            domain + " leads back to this bridge itself; its messages would go round in a circle",
            trail);
      }
      targets.add(target);
    }
    if (!targets.isEmpty()) {
      return Findings.of(targets, trail);
    }
    return inDoubt
        ? Findings.failure(
            Failure.Reason.DOMAIN_IN_DOUBT,
            "the DNS gave no answer for the addresses of " + domain + "; try again later",
            trail)
        : Findings.failure(Failure.Reason.DOMAIN_NOT_FOUND, nothing, trail);
  }

  private static Target target(Candidate candidate, List<InetAddress> addresses) {
    return new Target(
        candidate.host(),
        candidate.port(),
        addresses.stream().map(each -> new InetSocketAddress(each, candidate.port())).toList(),
        candidate.transports(),
        candidate.priority(),
        candidate.weight(),
        candidate.identities());
  }

  private static InetAddress address(Record record) {
    return record instanceof AAAARecord aaaa ? aaaa.getAddress() : ((ARecord) record).getAddress();
  }
}
