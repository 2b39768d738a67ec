package org.porin.simple;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.porin.address.ImUri;
import org.porin.address.SipUri;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.sip.NameAddr;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.trust.VerificationService;
import org.porin.trust.VerificationService.Verdict;
import org.porin.wire.MalformedException;

/**
 * Who a trusted network says the sender of a request is, and what this bridge says of its own users
 * (RFC 3325). Inside of a {@link TrustDomain} alone: what others say here is never used (§8), and
 * they are told nothing (§5). P-Preferred-Identity is a wish of a user agent, and never read.
 */
final class AssertedIdentity {
  /** What is asserted so is as sure as a domain and no signature makes it (TRUST 8). */
  static final Attestation LEVEL = Attestation.B;

  /** Nobody vouches, and nothing is wrong. */
  private static final Verdict NOBODY = new Verdict(Optional.empty(), Optional.empty());

  /** Why a request is refused for which nobody vouches. */
  private static final Set<Reason> UNVOUCHED = Set.of(Reason.IDENTITY_REQUIRED, Reason.DENIED);

  private static final String ASSERTED = "P-Asserted-Identity";
  private static final String PREFERRED = "P-Preferred-Identity";

  private final TrustDomain trusted;

  AssertedIdentity(TrustDomain trusted) {
    this.trusted = trusted;
  }

  /**
   * A request as it leaves by a flow: with the identity of its sender where that is a user of a
   * served domain and the far end is trusted, and everywhere else without any.
   */
  SipRequest told(SipRequest request, Flow flow) {
    SipHeaders bare = request.headers().without(ASSERTED).without(PREFERRED);
    Optional<ImUri> sender =
        inbox(request.from())
            .filter(user -> trusted.served().contains(user.domain()))
            .filter(user -> isTold(request, flow));
    return request.withHeaders(
        sender
            .map(user -> NameAddr.of(SipUri.of(user).toString()).toString())
            .map(identity -> bare.with(ASSERTED, identity))
            .orElse(bare));
  }

  private boolean isTold(SipRequest request, Flow flow) {
    return inbox(request.to()).filter(to -> trusted.isTold(to.domain(), flow)).isPresent();
  }

  /** What verifies nothing, where all that is known of who speaks is what networks assert. */
  Optional<VerificationService> alone() {
    return trusted.members().isEmpty()
        ? Optional.empty()
        : Optional.of((request, hop) -> CompletableFuture.completedFuture(NOBODY));
  }

  /**
   * What to do with a request, when all is known: what was found of its signatures, and what a
   * trusted network asserts. An identity that is asserted stands for a missing signature; it never
   * mends a broken one, and where it names somebody else than From nobody knows whom to believe
   * (OPEN c).
   *
   * @param verdict what its signatures say
   * @param now when it arrived
   */
  Verdict judged(SipRequest request, Flow flow, Verdict verdict, Instant now) {
    Optional<ImUri> from = inbox(request.from());
    List<String> values = request.headers().all(ASSERTED);
    if (values.isEmpty() || from.isEmpty() || wantsPrivacy(request)) {
      return verdict; // §7: what is to be kept private is told to nobody here
    }
    String domain = from.get().domain();
    Optional<TrustDomain.Member> network = trusted.proven(domain, flow);
    if (network.isEmpty()) {
      return verdict;
    }
    Optional<ImUri> asserted = identity(values);
    if (asserted.isPresent() && !asserted.equals(from)) {
      return refused("From names another sender than the network asserts");
    }
    boolean stands =
        asserted.isPresent()
            && LEVEL.reaches(network.get().least())
            && verdict.assertion().isEmpty()
            && verdict.refusal().stream().allMatch(why -> UNVOUCHED.contains(why.reason()));
    return stands
        ? new Verdict(
            Optional.of(new Assertion(LEVEL, domain, now, name(request))), Optional.empty())
        : verdict;
  }

  private static Verdict refused(String text) {
    return new Verdict(Optional.empty(), Optional.of(new Refused(Reason.FORGED_SOURCE, text)));
  }

  /** §7, RFC 3323 §4.2. Any word but {@code none} wants at least this kept. */
  private static boolean wantsPrivacy(SipRequest request) {
    return request.headers().all("Privacy").stream()
        .flatMap(value -> List.of(value.split("[;,]")).stream())
        .map(word -> word.strip().toLowerCase(Locale.ROOT))
        .anyMatch(word -> !word.isEmpty() && !word.equals("none"));
  }

  /** The one SIP URI of one or two values, of which the other is a telephone (§9.1). */
  private static Optional<ImUri> identity(List<String> values) {
    List<Optional<ImUri>> users =
        values.stream()
            .map(AssertedIdentity::parse)
            .filter(uri -> !isTelephone(uri))
            .map(uri -> uri.flatMap(AssertedIdentity::inbox))
            .toList();
    return values.size() <= 2 && users.size() == 1 ? users.get(0) : Optional.empty();
  }

  private static Optional<NameAddr> parse(String value) {
    try {
      return Optional.of(NameAddr.parse(value));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static boolean isTelephone(Optional<NameAddr> value) {
    return value.filter(each -> each.uri().regionMatches(true, 0, "tel:", 0, 4)).isPresent();
  }

  private static Optional<ImUri> inbox(NameAddr address) {
    try {
      Optional<SipUri> sip = address.sipUri();
      return sip.isPresent() ? Optional.of(sip.get().toIm()) : address.imUri();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** What tells the request from all others, in place of a token. */
  private static String name(SipRequest request) {
    String identity =
        String.join(
            "\n",
            request.from().tag().orElse(""),
            request.callId(),
            request.method(),
            Long.toString(request.cseq().number()));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
