package org.porin.daemon;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.porin.operate.Page;
import org.porin.operate.Reply;
import org.porin.profile.Assertion;
import org.porin.trust.AssertionPolicy;
import org.porin.trust.AssertionPolicy.Demand;
import org.porin.trust.Evidence;
import org.porin.trust.PeerTls;

/**
 * What is wanted to be known of who speaks for each foreign domain, and what was seen of it, as a
 * JSON list under {@code /assertions}.
 */
final class AssertionsPage {
  /** Where it stands. */
  static final String PATH = "/assertions";

  private AssertionsPage() {}

  /** The page. */
  static Page of(SpeakerTerms terms, Supplier<List<Evidence>> seen) {
    return Page.of(() -> Reply.json(200, Json.text(list(terms, seen.get()))));
  }

  private static List<Map<String, Object>> list(SpeakerTerms terms, List<Evidence> seen) {
    Map<String, Evidence> byDomain = new TreeMap<>();
    seen.forEach(each -> byDomain.put(each.domain(), each));
    Set<String> domains = terms.domains();
    domains.addAll(byDomain.keySet());
    List<Map<String, Object>> list = new ArrayList<>();
    for (String domain : domains) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("domain", domain);
      Map<String, Object> enforced = policy(terms, terms.policies().of(domain));
      enforced.put("tls", Optional.ofNullable(terms.tls().get(domain)).map(AssertionsPage::tls));
      enforced.put(
          "assertedIdentity",
          Optional.ofNullable(terms.asserting().get(domain)).map(AssertionsPage::addresses));
      enforced.put("transit", sorted(terms.transit().partners().getOrDefault(domain, Set.of())));
      json.put("enforced", enforced);
      json.put("seen", Optional.ofNullable(byDomain.get(domain)).map(AssertionsPage::evidence));
      list.add(json);
    }
    return list;
  }

  private static Map<String, Object> policy(SpeakerTerms terms, AssertionPolicy policy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("assertions", word(terms.looks() ? policy.demand() : Demand.IGNORE));
    json.put("anchors", terms.anchored());
    json.put("minimumAttestation", policy.least().name());
    json.put("signers", sorted(policy.signers()));
    json.put("gateways", sorted(policy.gateways()));
    json.put("unsigned", policy.unsigned().stream().sorted().map(AssertionsPage::word).toList());
    json.put("pins", policy.pins().size());
    return json;
  }

  private static Map<String, Object> tls(PeerTls tls) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mutual", tls.mutual());
    json.put("ownAuthorities", tls.authorities().isPresent());
    json.put("pins", tls.pins().size());
    json.put("pinFile", tls.pinFile().map(Path::toString));
    return json;
  }

  private static List<String> addresses(Set<InetAddress> addresses) {
    return sorted(addresses.stream().map(InetAddress::getHostAddress).toList());
  }

  private static List<String> sorted(Collection<String> texts) {
    return texts.stream().sorted().toList();
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
