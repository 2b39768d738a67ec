package org.porin.benchmark;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.porin.passport.Attestation;
import org.porin.passport.ClaimDigest;
import org.porin.passport.Identifier;
import org.porin.passport.Identity;
import org.porin.passport.Passport;
import org.porin.passport.SignedPassport;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * The token of a MESSAGE (RFC 9475) without the sums of its signature: from the addresses and the
 * body to the Identity header, and from the header to a token whose digest and addresses agree.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Asserting {
  private static final String FROM = "sip:juliet@capulet.example";
  private static final String TO = "sip:romeo@montague.example";
  private static final String X5U = "https://keys.capulet.example/p/2005-11.cer";
  private static final Instant AT = Instant.parse("2005-11-23T10:00:00Z");
  private static final Octets SIGNATURE = Octets.copyOf(new byte[SignedPassport.SIGNATURE_OCTETS]);

  private final Octets body = Octets.utf8(Samples.cpim());
  private String identity = "";

  /** Makes the header that is read. */
  public Asserting() {
    try {
      identity = encode();
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Benchmark
  public String encode() throws MalformedException {
    Passport passport =
        new Passport(
            X5U,
            Identifier.of(FROM),
            List.of(Identifier.of(TO)),
            AT,
            Optional.of(Attestation.A),
            Optional.of("b3f1c2d40e5f4a6b8c7d9e0f1a2b3c4d"),
            org.porin.passport.Scope.message(ClaimDigest.of(body)));
    return Identity.of(SignedPassport.sign(passport, input -> SIGNATURE)).toString();
  }

  @Benchmark
  public boolean parse() throws MalformedException {
    SignedPassport token = Identity.parse(identity).open();
    Passport passport = token.passport();
    return passport.orig().canonical().equals(Identifier.of(FROM))
        && passport.dest().get(0).canonical().equals(Identifier.of(TO))
        && passport.scope() instanceof org.porin.passport.Scope.Message message
        && message.msgi().filter(digest -> digest.matches(body)).isPresent()
        && !token.name().isEmpty();
  }
}
