package org.porin.trust;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * What the issuer of a certificate lets its tokens say: JWT Claim Constraints (RFC 8226 §8), also
 * the enhanced ones (RFC 9118 §4), which differ in what they exclude.
 *
 * <pre>
 * SEQUENCE { mustInclude [0] JWTClaimNames OPTIONAL,
 *            permittedValues [1] SEQUENCE OF SEQUENCE { claim IA5String,
 *                                                       permitted SEQUENCE OF UTF8String } OPTIONAL,
 *            mustExclude [2] JWTClaimNames OPTIONAL }   EXPLICIT TAGS, the last in RFC 9118 alone
 * </pre>
 *
 * @param mustInclude claims that each token has, besides those that every token has
 * @param permittedValues of a claim, where it is there
 * @param mustExclude claims that no token has
 */
public record ClaimConstraints(
    Set<String> mustInclude, Map<String, Set<String>> permittedValues, Set<String> mustExclude) {
  /** Of a certificate that constrains nothing. */
  public static final ClaimConstraints NONE = new ClaimConstraints(Set.of(), Map.of(), Set.of());

  /** id-pe-JWTClaimConstraints. */
  static final String OID = "1.3.6.1.5.5.7.1.27";

  /** id-pe-eJWTClaimConstraints. */
  static final String ENHANCED_OID = "1.3.6.1.5.5.7.1.33";

  private static final int MUST_INCLUDE = 0xA0;
  private static final int PERMITTED_VALUES = 0xA1;
  private static final int MUST_EXCLUDE = 0xA2;

  public ClaimConstraints {
    mustInclude = Set.copyOf(mustInclude);
    permittedValues = Map.copyOf(permittedValues);
    mustExclude = Set.copyOf(mustExclude);
  }

  /**
   * Reads those of a certificate.
   *
   * @throws MalformedException when they are not of this form: nobody knows then what its tokens
   *     may say
   */
  static ClaimConstraints of(X509Certificate certificate) throws MalformedException {
    return of(certificate.getExtensionValue(OID))
        .and(of(certificate.getExtensionValue(ENHANCED_OID)));
  }

  private static ClaimConstraints of(byte @Nullable [] extension) throws MalformedException {
    if (extension == null) {
      return NONE;
    }
    DerReader reader = new DerReader(Octets.copyOf(extension)).enter(Der.OCTET_STRING);
    DerReader constraints = reader.enter(Der.SEQUENCE);
    reader.end();
    Set<String> included =
        constraints.isNext(MUST_INCLUDE) ? names(constraints.enter(MUST_INCLUDE)) : Set.of();
    Map<String, Set<String>> permitted =
        constraints.isNext(PERMITTED_VALUES)
            ? permitted(constraints.enter(PERMITTED_VALUES))
            : Map.of();
    Set<String> excluded =
        constraints.isNext(MUST_EXCLUDE) ? names(constraints.enter(MUST_EXCLUDE)) : Set.of();
    constraints.end();
    return new ClaimConstraints(included, permitted, excluded);
  }

  private static Set<String> names(DerReader tagged) throws MalformedException {
    DerReader names = tagged.enter(Der.SEQUENCE);
    tagged.end();
    Set<String> read = new HashSet<>();
    while (names.hasMore()) {
      read.add(names.ascii(Der.IA5_STRING));
    }
    return read;
  }

  private static Map<String, Set<String>> permitted(DerReader tagged) throws MalformedException {
    DerReader claims = tagged.enter(Der.SEQUENCE);
    tagged.end();
    Map<String, Set<String>> read = new HashMap<>();
    while (claims.hasMore()) {
      DerReader claim = claims.enter(Der.SEQUENCE);
      String name = claim.ascii(Der.IA5_STRING);
      DerReader values = claim.enter(Der.SEQUENCE);
      claim.end();
      Set<String> permitted = new HashSet<>();
      while (values.hasMore()) {
        permitted.add(values.take(Der.UTF8_STRING).toUtf8());
      }
      read.merge(name, permitted, ClaimConstraints::both);
    }
    return read;
  }

  private ClaimConstraints and(ClaimConstraints other) {
    Map<String, Set<String>> permitted = new HashMap<>(permittedValues);
    other.permittedValues.forEach(
        (claim, values) -> permitted.merge(claim, values, ClaimConstraints::both));
    return new ClaimConstraints(
        union(mustInclude, other.mustInclude), permitted, union(mustExclude, other.mustExclude));
  }

  /**
   * Whether a token keeps to them.
   *
   * @param names of the claims that it has
   * @param text the value of a claim that is a text; empty for any other, which no list permits
   */
  public boolean admit(Set<String> names, Function<String, Optional<String>> text) {
    return names.containsAll(mustInclude)
        && mustExclude.stream().noneMatch(names::contains)
        && permittedValues.entrySet().stream()
            .filter(each -> names.contains(each.getKey()))
            .allMatch(
                each -> text.apply(each.getKey()).filter(each.getValue()::contains).isPresent());
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.retainAll(other);
    return both;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> union = new HashSet<>(one);
    union.addAll(other);
    return union;
  }
}
