package org.porin.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.passport.AssertionHeader;
import org.porin.passport.Attestation;
import org.porin.passport.Identity;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipRequest;
import org.porin.trust.AuthenticationService.Signing;
import org.porin.wire.Octets;

/**
 * An object of our own carries what vouches for it, and so does the request around it (TRUST 4).
 */
class EnclosingAuthenticationTest {
  private static final String OBJECT =
      "From: <im:juliet@a.example>\r\nTo: <im:romeo@c.example>\r\n"
          + "DateTime: 2025-11-23T01:00:00Z\r\n\r\n"
          + "Content-Type: text/plain; charset=utf-8\r\n\r\nArt thou not Romeo, and a Montague?";

  private final TrustThreads threads = new TrustThreads(1, 1 << 20);
  private final Es256 es256 = Es256.open();
  private final OneKey keys = new OneKey("a.example");

  EnclosingAuthenticationTest() throws Exception {}

  @AfterEach
  void end() {
    threads.close();
  }

  @Test
  void theObjectAndTheRequestAreSignedWithOneIdAndOneTime() throws Exception {
    Signing signing = sign(request("message/cpim", OBJECT));
    assertThat(signing.failure()).isEmpty();
    SipRequest request = signing.request();
    CpimMessage object = CpimCodec.decode(request.body(), CpimLimits.DEFAULT);
    List<SignedPassport> enclosed = AssertionHeader.tokens(object);
    assertThat(enclosed).hasSize(1);
    SignedPassport inside = enclosed.get(0);
    SignedPassport outside =
        Identity.parse(request.headers().first(Identity.NAME).orElseThrow()).open();

    assertThat(inside.passport().orig().value()).isEqualTo("im:juliet@a.example");
    assertThat(inside.passport().id()).isEqualTo(outside.passport().id());
    assertThat(inside.passport().issuedAt()).isEqualTo(outside.passport().issuedAt());
    assertThat(((Scope.CpimObject) inside.passport().scope()).digest().matches(object)).isTrue();
    assertThat(
            ((Scope.Message) outside.passport().scope())
                .msgi()
                .orElseThrow()
                .matches(request.body()))
        .isTrue();
    assertThat(
            es256.verify(
                keys.key().certificate().getPublicKey(), inside.signingInput(), inside.signature()))
        .isTrue();
    assertThat(AssertionHeader.without(object).entity().octets())
        .isEqualTo(CpimCodec.decode(Octets.utf8(OBJECT), CpimLimits.DEFAULT).entity().octets());
  }

  @Test
  void whatIsNoObjectIsSignedAsItIs() throws Exception {
    Signing signing = sign(request("text/plain", "Art thou not Romeo?"));
    assertThat(signing.request().body()).isEqualTo(Octets.utf8("Art thou not Romeo?"));
    assertThat(signing.request().headers().has(Identity.NAME)).isTrue();
  }

  @Test
  void forADomainWithoutAKeyNothingIsWritten() throws Exception {
    SipRequest request =
        request("message/cpim", OBJECT.replace("juliet@a.example", "tybalt@b.example"));
    Signing signing =
        sign(
            request.withHeaders(
                request.headers().withFirst("From", "<sip:tybalt@b.example>;tag=1")));
    assertThat(signing.request().body()).isEqualTo(request.body());
    assertThat(signing.request().headers().has(Identity.NAME)).isFalse();
  }

  @Test
  void manyFromOneToOneDoNotWaitForEachOther() throws Exception {
    EnclosingAuthentication service = service();
    SipRequest request = request("message/cpim", OBJECT);
    List<CompletableFuture<Signing>> all =
        Stream.generate(() -> service.sign(request, Attestation.A))
            .limit(50)
            .map(CompletionStage::toCompletableFuture)
            .toList();
    for (CompletableFuture<Signing> each : all) {
      assertThat(each.get(10, TimeUnit.SECONDS).failure()).isEmpty();
    }
  }

  private Signing sign(SipRequest request) throws Exception {
    return service().sign(request, Attestation.A).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private EnclosingAuthentication service() {
    SipAuthentication around =
        new SipAuthentication(keys, es256, threads, InstantSource.system(), new TrustCounters());
    return new EnclosingAuthentication(around, keys, es256, threads, InstantSource.system());
  }

  private static SipRequest request(String type, String body) {
    return new SipRequest(
        "MESSAGE",
        "sip:romeo@c.example",
        SipHeaders.of(
            "From", "<sip:juliet@a.example>;tag=1",
            "To", "<sip:romeo@c.example>",
            "Call-ID", "1",
            "CSeq", "1 MESSAGE",
            "Max-Forwards", "70",
            "Content-Type", type),
        Octets.utf8(body));
  }
}
