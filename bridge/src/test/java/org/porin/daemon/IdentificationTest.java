package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Failure.Reason;
import org.porin.resolve.Resolver;
import org.porin.resolve.ResolverSettings;
import org.porin.simple.Identities;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.trust.AuthenticationService.Signing;
import org.porin.trust.VerificationService.Hop;
import org.porin.trust.VerificationService.Verdict;
import org.porin.wire.Octets;

/** What a configuration makes of keys and of whom to believe. */
@Timeout(60)
class IdentificationTest {
  private static final Hop HOP = new Hop("192.0.2.7", Optional.empty());

  @TempDir private Path directory;

  @Test
  void whereNothingIsSetNothingIsSignedAndNothingLookedAt() throws Exception {
    assertThat(open(configuration(""))).isEmpty();
  }

  @Test
  void whatIsSignedByAKeyOfTheDirectoryIsVerifiedAndSeen() throws Exception {
    Configuration configuration = configuration(keys());
    assertThat(porin("keys", "generate", "capulet.example")).isZero();
    try (Identification identification = open(configuration).orElseThrow()) {
      Identities who = identification.identities();
      SipRequest signed = sign(who, message("capulet.example"));
      assertThat(signed.headers().first("Identity").orElse(""))
          .contains("info=<https://keys.capulet.example/");

      Verdict verdict = verify(who, signed);
      assertThat(verdict.assertion().map(Assertion::signer)).contains("capulet.example");
      assertThat(verdict.assertion().map(Assertion::attestation)).contains(Attestation.A);
      assertThat(identification.evidence())
          .singleElement()
          .satisfies(each -> assertThat(each.verified()).isEqualTo(1));
      assertThat(identification.counts().signed()).isEqualTo(1);

      Assertion early = verdict.assertion().orElseThrow();
      assertThat(identification.replays().admit(early).orElseThrow().reason())
          .isEqualTo(Reason.REPLAY_MEMORY_FULL); // as far as this process knows
      Assertion assertion =
          new Assertion(
              early.attestation(), early.signer(), early.issuedAt().plusSeconds(4), early.token());
      assertThat(identification.replays().admit(assertion)).isEmpty();
      assertThat(identification.replays().admit(assertion).orElseThrow().reason())
          .isEqualTo(Reason.IDENTITY_REPLAYED);
    }
  }

  @Test
  void forADomainWithoutAKeyNobodyIsVouchedFor() throws Exception {
    Configuration configuration = configuration(keys());
    assertThat(porin("keys", "generate", "capulet.example")).isZero();
    try (Identification identification = open(configuration).orElseThrow()) {
      SipRequest request = message("verona.example");
      assertThat(sign(identification.identities(), request)).isEqualTo(request);
    }
  }

  @Test
  void theNamedPeerIsHeldToItsPolicyAndTheOthersToTheirs() throws Exception {
    Configuration configuration =
        configuration("[peers.\"montague.example\"]\nassertions = \"require\"\n");
    try (Identification identification = open(configuration).orElseThrow()) {
      Identities who = identification.identities();
      assertThat(who.signing()).isEmpty();
      assertThat(verify(who, message("montague.example")).refusal().orElseThrow().reason())
          .isEqualTo(Reason.IDENTITY_REQUIRED);
      assertThat(verify(who, message("verona.example")))
          .isEqualTo(new Verdict(Optional.empty(), Optional.empty()));
      assertThat(identification.evidence())
          .filteredOn(each -> each.domain().equals("montague.example"))
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.refused()).isEqualTo(1);
                assertThat(each.lastRefusal()).contains(Reason.IDENTITY_REQUIRED);
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,        none,     closed, A",
    "127.0.0.1,        none,     closed, A",
    "::1,              none,     closed, A",
    "xmpp.example,     none,     closed, B",
    "127.0.0.1.evil,   none,     closed, B",
    "xmpp.example,     verified, closed, A",
    "localhost,        none,     open,   B",
    "xmpp.example,     verified, open,   B",
  })
  void howSureItIsOfAUserFollowsFromTheLinkAndTheRegistration(
      String host, String tls, String registration, Attestation expected) throws Exception {
    Configuration configuration =
        Configuration.read(
            Map.of(
                "PORIN_COMPONENT_DOMAIN",
                "cpim.capulet.example",
                "PORIN_COMPONENT_SECRET",
                "s3cret",
                "PORIN_COMPONENT_HOST",
                host,
                "PORIN_COMPONENT_TLS",
                tls,
                "PORIN_XMPP_SERVED",
                "capulet.example",
                "PORIN_TRUST_REGISTRATION",
                registration));
    assertThat(LocalProof.of(configuration).attestation()).isEqualTo(expected);
    assertThat(LocalProof.inProcess(configuration).attestation())
        .isEqualTo(registration.equals("closed") ? Attestation.A : Attestation.B);
  }

  @Test
  void theCheckSaysWhatIsNotThere() throws Exception {
    Configuration configuration =
        configuration(keys() + "\n[peers.\"montague.example\"]\nassertions = \"require\"\n");
    Resolver resolver = Resolver.open(ResolverSettings.standard());
    assertThat(new KeyCheck(configuration, resolver).findings().toString())
        .contains("none signs for served domain capulet.example")
        .contains("signatures are required, and there is no certificate that is believed");

    assertThat(porin("keys", "generate", "capulet.example")).isZero();
    assertThat(new KeyCheck(configuration, resolver).findings().toString())
        .contains("your users are vouched for as A")
        .contains("the certificate of capulet.example at https://keys.capulet.example/");
  }

  @Test
  void whatContradictsItselfIsAProblem() {
    assertThat(
            problem(
                "[peers.\"montague.example\"]\nassertions = \"require\"\nunsigned = [\"message\"]\n"))
        .contains("peers.\"montague.example\".unsigned", "required");
    assertThat(problem("[trust]\nassertions = \"require\"\nunsigned = [\"notify\"]\n"))
        .contains("trust.unsigned");
    assertThat(problem("[trust]\nassertions = \"maybe\"\n")).contains("\"require\", \"prefer\"");
  }

  private String problem(String more) {
    try {
      configuration(more);
    } catch (ConfigurationException e) {
      return e.problems().toString();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no problem with " + more);
  }

  private String keys() throws Exception {
    Path keys = Files.createDirectories(directory.resolve("keys"));
    return "[trust]\nregistration = \"closed\"\nkeys = \""
        + keys
        + "\"\nx5u = \"https://keys.capulet.example/\"\n";
  }

  private Configuration configuration(String more) throws Exception {
    String text =
        """
        [component]
        domain = "cpim.capulet.example"
        secret = "s3cret"
        [xmpp]
        served = ["capulet.example"]
        [store]
        url = "memory"
        """
            + more;
    return Configuration.read(Files.writeString(file(), text), Map.of());
  }

  private Path file() {
    return directory.resolve("porin.toml");
  }

  private int porin(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--config", file().toString()));
    int status =
        Main.commandLine(InputStream.nullInputStream(), out, out)
            .execute(arguments.toArray(new String[0]));
    assertThat(status).as(out.toString(StandardCharsets.UTF_8)).isZero();
    return status;
  }

  private static Optional<Identification> open(Configuration configuration) throws Exception {
    return Identification.open(
        configuration,
        LocalProof.of(configuration),
        host -> CompletableFuture.completedFuture(List.of()),
        Clock.systemUTC());
  }

  private static SipRequest sign(Identities who, SipRequest request) throws Exception {
    Identities.Signing signing = who.signing().orElseThrow();
    Signing signed =
        signing
            .service()
            .sign(request, signing.users())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    assertThat(signed.failure()).isEmpty();
    return signed.request();
  }

  private static Verdict verify(Identities who, SipRequest request) throws Exception {
    return who.verification()
        .orElseThrow()
        .verify(request, HOP)
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static SipRequest message(String domain) {
    return new SipRequest(
        "MESSAGE",
        "sip:romeo@montague.example",
        SipHeaders.of(
            "Via", "SIP/2.0/TCP client.example;branch=z9hG4bK1",
            "Max-Forwards", "70",
            "From", "<sip:juliet@" + domain + ">;tag=1",
            "To", "<sip:romeo@montague.example>",
            "Call-ID", "a@client.example",
            "CSeq", "1 MESSAGE",
            "Content-Type", "text/plain"),
        Octets.utf8("Art thou not Romeo?"));
  }
}
