package org.porin.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.porin.profile.Failure;
import org.porin.resolve.TargetLookup.Candidate;
import org.porin.resolve.TransportChoice.SipRecords;

/**
 * The last step of a lookup, from SRV records to targets: chooses by what each is reached, leaves
 * the addresses to {@link TargetLookup}, and words what cannot be.
 */
final class Reach {
  /** So many targets are looked at (RFC 3861 §6); an answer can have thousands. */
  static final int MAX_TARGETS = 16;

  private final TargetLookup targets;
  private final String asked;
  private final DomainSettings settings;
  private final Trail trail;

  /**
   * @param asked the domain of the address, whatever alias it has: TLS must prove it, since nobody
   *     vouches for what the DNS says (RFC 3861 §7, RFC 5922 §7.3)
   */
  Reach(TargetLookup targets, String asked, DomainSettings settings, Trail trail) {
    this.targets = targets;
    this.asked = asked;
    this.settings = settings;
    this.trail = trail;
  }

  /** By a transport that is known. */
  CompletableFuture<Findings> by(List<SrvRecord> records, Transport transport, String why) {
    List<Candidate> candidates = new ArrayList<>();
    for (SrvRecord record : few(records)) {
      candidates.add(candidate(record, new TransportChoice(List.of(transport), why)));
    }
    return targets.addresses(asked, candidates, noAddress(), trail);
  }

  /** By what {@link TransportChoice} makes of each. */
  CompletableFuture<Findings> by(List<SrvRecord> records, SipRecords sip) {
    return by(records, sip, Optional.empty());
  }

  /**
   * @param nothing the text where no target has an address, in place of the usual one
   */
  CompletableFuture<Findings> by(
      List<SrvRecord> records, SipRecords sip, Optional<String> nothing) {
    List<Candidate> candidates = new ArrayList<>();
    for (SrvRecord record : few(records)) {
      TransportChoice choice =
          TransportChoice.of(
              record.host(), record.port(), settings.transport(), settings.clearText(), sip);
      if (choice.transports().isEmpty()) {
        trail.refusal(record.host() + ":" + record.port() + " passed over: " + choice.why());
      } else {
        candidates.add(candidate(record, choice));
      }
    }
    return candidates.isEmpty()
        ? clearOnly()
        : targets.addresses(asked, candidates, nothing.orElseGet(this::noAddress), trail);
  }

  /** Nothing but clear text is known, and that is not allowed. */
  CompletableFuture<Findings> clearOnly() {
    return none(
        Failure.Reason.PEER_UNREACHABLE,
        String.format(
            "nothing says that %s takes SIP over TLS, and clear text is not allowed; set"
                + " peers.\"%s\".transport to tls if it does, or peers.\"%s\".clear-text to true",
            asked, asked, asked));
  }

  CompletableFuture<Findings> inDoubt() {
    return none(
        Failure.Reason.DOMAIN_IN_DOUBT,
        "the DNS gave no answer for " + asked + "; try again later");
  }

  CompletableFuture<Findings> none(Failure.Reason reason, String text) {
    return CompletableFuture.completedFuture(Findings.failure(reason, text, trail));
  }

  private List<SrvRecord> few(List<SrvRecord> records) {
    if (records.size() > MAX_TARGETS) {
      trail.refusal("passed over: every target after the first " + MAX_TARGETS);
    }
    return records.stream().limit(MAX_TARGETS).toList();
  }

  private Candidate candidate(SrvRecord record, TransportChoice choice) {
    List<String> tokens = choice.transports().stream().map(Transport::token).toList();
    trail.choice(
        String.format(
            "%s:%d: %s, %s",
            record.host(), record.port(), String.join(" or ", tokens), choice.why()));
    return new Candidate(
        record.host(),
        record.port(),
        choice.transports(),
        record.priority(),
        record.weight(),
        List.of(asked));
  }

  private String noAddress() {
    return "no target that the SRV records of " + asked + " name has an address";
  }
}
