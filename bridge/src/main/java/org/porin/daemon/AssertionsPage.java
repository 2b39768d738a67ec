package org.porin.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.porin.daemon.Configuration.Assertions;
import org.porin.operate.Page;
import org.porin.operate.Reply;
import org.porin.profile.Assertion;
import org.porin.trust.AssertionPolicy;
import org.porin.trust.Evidence;

/**
 * What is wanted to be known of who speaks for each foreign domain, and what was seen of it, as a
 * JSON list under {@code /assertions}.
 */
final class AssertionsPage {
  /** Where it stands. */
  static final String PATH = "/assertions";

  private AssertionsPage() {}

  /** The page. */
  static Page of(Assertions policies, Supplier<List<Evidence>> seen) {
    return Page.of(() -> Reply.json(200, Json.text(list(policies, seen.get()))));
  }

  private static List<Map<String, Object>> list(Assertions policies, List<Evidence> seen) {
    Map<String, Evidence> byDomain = new TreeMap<>();
    seen.forEach(each -> byDomain.put(each.domain(), each));
    TreeSet<String> domains = new TreeSet<>(policies.peers().keySet());
    domains.addAll(byDomain.keySet());
    List<Map<String, Object>> list = new ArrayList<>();
    for (String domain : domains) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("domain", domain);
      json.put("enforced", policy(policies.of(domain)));
      json.put("seen", Optional.ofNullable(byDomain.get(domain)).map(AssertionsPage::evidence));
      list.add(json);
    }
    return list;
  }

  private static Map<String, Object> policy(AssertionPolicy policy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("assertions", word(policy.demand()));
    json.put("minimumAttestation", policy.least().name());
    json.put("signers", policy.signers().stream().sorted().toList());
    json.put("gateways", policy.gateways().stream().sorted().toList());
    json.put("unsigned", policy.unsigned().stream().sorted().map(AssertionsPage::word).toList());
    json.put("pins", policy.pins().size());
    return json;
  }

  private static Map<String, Object> evidence(Evidence evidence) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("verified", evidence.verified());
    json.put("unsigned", evidence.unsigned());
    json.put("refused", evidence.refused());
    json.put("lastAttestation", evidence.last().map(each -> each.attestation().name()));
    json.put("lastSigner", evidence.last().map(Assertion::signer));
    json.put("lastSigned", evidence.last().map(each -> each.issuedAt().toString()));
    json.put("lastRefusal", evidence.lastRefusal().map(AssertionsPage::word));
    json.put("lastRefused", evidence.lastRefused().map(Instant::toString));
    return json;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
