package org.porin.trust;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the issuer of a certificate lets its tokens say: JWT Claim Constraints (RFC 8226 §8).
 *
 * @param mustInclude claims that each token has, besides those that every token has
 * @param permittedValues of a claim, where it is there
 */
public record ClaimConstraints(Set<String> mustInclude, Map<String, Set<String>> permittedValues) {
  /** Of a certificate that constrains nothing. */
  public static final ClaimConstraints NONE = new ClaimConstraints(Set.of(), Map.of());

  public ClaimConstraints {
    mustInclude = Set.copyOf(mustInclude);
    permittedValues = Map.copyOf(permittedValues);
  }

  /**
   * Whether a token keeps to them.
   *
   * @param names of the claims that it has
   * @param text the value of a claim that is a text; empty for any other, which no list permits
   */
  public boolean admit(Set<String> names, Function<String, Optional<String>> text) {
    return names.containsAll(mustInclude)
        && permittedValues.entrySet().stream()
            .filter(each -> names.contains(each.getKey()))
            .allMatch(
                each -> text.apply(each.getKey()).filter(each.getValue()::contains).isPresent());
  }
}
