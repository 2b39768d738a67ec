package org.porin.daemon;

import static org.porin.daemon.Setting.*;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.porin.daemon.Configuration.Assertions;
import org.porin.passport.Attestation;
import org.porin.trust.AssertionPolicy;
import org.porin.trust.AssertionPolicy.Demand;
import org.porin.trust.AssertionPolicy.Operation;
import org.porin.trust.KeyPin;

/** Reads what is wanted to be known of who speaks: of all, and of single peers. */
final class AssertionsReader {
  private static final String CONTRADICTION = "what is required to be signed is not taken unsigned";
  private static final String REMEDY = "Remove one of the two, or say assertions = \"prefer\"";

  private final List<Problem> problems;
  private final Values values;

  AssertionsReader(List<Problem> problems, Values values) {
    this.problems = problems;
    this.values = values;
  }

  Assertions read() {
    AssertionPolicy others = others();
    Map<String, Demand> demands = values.byDomain(PEERS_ASSERTIONS, AssertionsReader::demand);
    Map<String, Attestation> least =
        values.byDomain(PEERS_ATTESTATION, AssertionsReader::attestation);
    Map<String, List<String>> signers =
        values.byDomain(PEERS_SIGNERS, Values.list(Wording::domain));
    Map<String, List<String>> gateways =
        values.byDomain(PEERS_GATEWAYS, Values.list(Wording::domain));
    Map<String, List<Operation>> unsigned =
        values.byDomain(PEERS_UNSIGNED, Values.list(AssertionsReader::operation));
    Map<String, List<KeyPin>> pins =
        values.byDomain(PEERS_SIGNER_PINS, Values.some(raw -> KeyPin.parse(Values.text(raw))));
    Set<String> domains = new LinkedHashSet<>();
    List.of(demands, least, signers, gateways, unsigned, pins)
        .forEach(each -> domains.addAll(each.keySet()));
    Map<String, AssertionPolicy> peers = new LinkedHashMap<>();
    for (String domain : domains) {
      Demand demand = demands.getOrDefault(domain, others.demand());
      List<Operation> taken = unsigned.getOrDefault(domain, List.copyOf(others.unsigned()));
      if (demand == Demand.REQUIRE && unsigned.containsKey(domain) && !taken.isEmpty()) {
        contradiction(domain);
      }
      peers.put(
          domain,
          new AssertionPolicy(
              demand,
              least.getOrDefault(domain, others.least()),
              Set.copyOf(signers.getOrDefault(domain, List.of())),
              Set.copyOf(gateways.getOrDefault(domain, List.of())),
              Set.copyOf(taken),
              Set.copyOf(pins.getOrDefault(domain, List.of()))));
    }
    return new Assertions(
        values.one(TRUST_REGISTRATION, AssertionsReader::isClosed).orElse(false), others, peers);
  }

  private AssertionPolicy others() {
    AssertionPolicy usual = AssertionPolicy.DEFAULT;
    Demand demand = values.one(TRUST_ASSERTIONS, AssertionsReader::demand).orElse(usual.demand());
    Optional<List<Operation>> unsigned =
        values.one(TRUST_UNSIGNED, Values.list(AssertionsReader::operation));
    if (demand == Demand.REQUIRE && unsigned.filter(each -> !each.isEmpty()).isPresent()) {
      values.wrong(TRUST_UNSIGNED, CONTRADICTION, REMEDY);
    }
    return new AssertionPolicy(
        demand,
        values.one(TRUST_ATTESTATION, AssertionsReader::attestation).orElse(usual.least()),
        usual.signers(),
        usual.gateways(),
        unsigned.map(each -> (Set<Operation>) new LinkedHashSet<>(each)).orElse(usual.unsigned()),
        usual.pins());
  }

  private void contradiction(String domain) {
    String key = PEERS_UNSIGNED.key().replace("*", "\"" + domain + "\"");
    problems.add(new Problem(values.place(PEERS_UNSIGNED, domain), key, CONTRADICTION, REMEDY));
  }

  private static Demand demand(Object raw) {
    return Demand.valueOf(word(raw));
  }

  private static Attestation attestation(Object raw) {
    return Attestation.valueOf(Values.text(raw));
  }

  private static Operation operation(Object raw) {
    return Operation.valueOf(word(raw));
  }

  private static Boolean isClosed(Object raw) {
    return switch (Values.text(raw)) {
      case "closed" -> true;
      case "open" -> false;
      default -> throw new IllegalArgumentException("closed or open");
    };
  }

  /** A constant as it is written here: no letter case but one. */
  private static String word(Object raw) {
    String text = Values.text(raw);
    if (!text.equals(text.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("in lower case");
    }
    return text.toUpperCase(Locale.ROOT);
  }
}
