package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.porin.conformance.interop.SigningDomain.Plan;
import org.porin.conformance.interop.SipCaller.Outgoing;
import org.porin.passport.AssertionHeader;
import org.porin.passport.Identity;
import org.porin.passport.Scope;
import org.porin.passport.SignedPassport;

/**
 * What vouches for a message and is wrong, each in one way, on the wire: who sent it has the status
 * that says so, the XMPP user sees nothing, and the operator a counter (TRUST 7).
 */
@RequiresDocker
class AssertionTableInterop {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String ROMEO = "romeo@montague.example";
  private static final String JULIET = "juliet@capulet.example";
  private static final Stage STAGE = new Stage();
  private static Notary notary;
  private static CertificateShelf shelf;
  private static X509Bundle key;
  private static Signatory montague;
  private static Signatory mantua;
  private static SigningDomain capulet;
  private static SipPeer peer;
  private static SipCaller caller;

  /** One way to be wrong. */
  enum Row {
    BROKEN_GRAMMAR(438, "malformed") {
      @Override
      Outgoing message() {
        String identity = "no.token;info=<" + shelf.url("good.cer") + ">;ppt=msg";
        return Signatory.carrying(identity, Instant.now(), ROMEO, JULIET, "x");
      }
    },
    BROKEN_SIGNATURE(438, "signature") {
      @Override
      Outgoing message() throws Exception {
        String identity = Identity.of(token("x", Duration.ZERO)).toString();
        int end = identity.indexOf(';');
        char last = identity.charAt(end - 10) == 'A' ? 'B' : 'A';
        String broken = identity.substring(0, end - 10) + last + identity.substring(end - 9);
        return Signatory.carrying(broken, Instant.now(), ROMEO, JULIET, "x");
      }
    },
    STALE(403, "stale") {
      @Override
      Outgoing message() throws Exception {
        return Signatory.carrying(token("x", Duration.ofSeconds(90)), ROMEO, JULIET, "x");
      }
    },
    FUTURE(403, "future") {
      @Override
      Outgoing message() throws Exception {
        return Signatory.carrying(token("x", Duration.ofSeconds(-90)), ROMEO, JULIET, "x");
      }
    },
    REPLAYED(403, "replayed") {
      @Override
      Outgoing message() throws Exception {
        SignedPassport token = token("once", Duration.ZERO);
        Outgoing first = Signatory.carrying(token, ROMEO, JULIET, "once");
        assertThat(caller.overTcp(first).status()).isEqualTo(202);
        capulet.user().awaitMessage(SOON);
        return first; // by another Call-ID
      }
    },
    RETARGETED(438, "destination") {
      @Override
      Outgoing message() throws Exception {
        SignedPassport token = montague.token(ROMEO, "nurse@capulet.example", "x", Duration.ZERO);
        return Signatory.carrying(token, ROMEO, JULIET, "x");
      }
    },
    OF_ANOTHER_SENDER(438, "origin") {
      @Override
      Outgoing message() throws Exception {
        SignedPassport token =
            montague.token("benvolio@montague.example", JULIET, "x", Duration.ZERO);
        return Signatory.carrying(token, ROMEO, JULIET, "x");
      }
    },
    BODY_CHANGED(438, "body") {
      @Override
      Outgoing message() throws Exception {
        return Signatory.carrying(
            token("I love thee", Duration.ZERO), ROMEO, JULIET, "I love thee not");
      }
    },
    WRONG_KEY(438, "signature") {
      @Override
      Outgoing message() throws Exception {
        X509Bundle other = notary.certify("montague.example");
        return new Signatory(other, shelf.url("good.cer")).message(ROMEO, JULIET, "x");
      }
    },
    WRONG_DOMAIN(438, "authority") {
      @Override
      Outgoing message() throws Exception {
        X509Bundle verona = notary.certify("verona.example");
        return new Signatory(verona, shelf.put("verona.cer", verona)).message(ROMEO, JULIET, "x");
      }
    },
    EXPIRED_CERTIFICATE(437, "credential-untrusted") {
      @Override
      Outgoing message() throws Exception {
        X509Bundle expired = notary.certifyExpired("montague.example");
        return new Signatory(expired, shelf.put("expired.cer", expired))
            .message(ROMEO, JULIET, "x");
      }
    },
    UNKNOWN_AUTHORITY(437, "credential-untrusted") {
      @Override
      Outgoing message() throws Exception {
        X509Bundle strange =
            Notary.certify(builder -> builder, Notary.stranger(), "montague.example");
        return new Signatory(strange, shelf.put("strange.cer", strange))
            .message(ROMEO, JULIET, "x");
      }
    },
    NO_CERTIFICATE(436, "credential-unavailable") {
      @Override
      Outgoing message() throws Exception {
        return new Signatory(key, shelf.url("nothing.cer")).message(ROMEO, JULIET, "x");
      }
    },
    MISSING(428, "missing") {
      @Override
      Outgoing message() {
        return Outgoing.text(ROMEO, JULIET, "x");
      }
    },
    /** TRUST 4: around another object; such a one is not made here, and proves nothing. */
    BY_A_GATEWAY_ON_A_WRAPPER(428, "missing") {
      @Override
      Outgoing message() throws Exception {
        SignedPassport token = mantua.passing(token("x", Duration.ZERO), VISITED);
        Outgoing inner = Outgoing.cpim(ROMEO, JULIET, "x");
        Outgoing around =
            Outgoing.cpim(
                ROMEO,
                JULIET,
                inner.body(),
                "NS: tra <" + AssertionHeader.NAMESPACE + ">",
                "tra.Assertion: " + token.token());
        String body = around.body().replaceFirst("text/plain; charset=utf-8", "message/cpim");
        return new Outgoing(ROMEO, JULIET, around.contentType(), body, List.of());
      }
    };

    private static final Scope VISITED = Scope.gateway("mantua.example", "s2s");

    private final int status;
    private final String cause;

    Row(int status, String cause) {
      this.status = status;
      this.cause = cause;
    }

    abstract Outgoing message() throws Exception;

    private static SignedPassport token(String body, Duration ago) throws Exception {
      return montague.token(ROMEO, JULIET, body, ago);
    }
  }

  /** One way in which the word of a gateway is not enough, or is. */
  enum GatewayRow {
    WHOLE(202, "A", "montague.example", 0) {
      @Override
      List<SignedPassport> tokens(SignedPassport sender) throws Exception {
        return List.of(sender, mantua.passing(sender, behind(sender)));
      }
    },
    BROKEN_SIGNATURE(202, "C", "montague.example", 1) {
      @Override
      List<SignedPassport> tokens(SignedPassport sender) throws Exception {
        X509Bundle other = notary.certify("mantua.example");
        Signatory forger = new Signatory(other, shelf.url("mantua.cer"));
        return List.of(sender, forger.passing(sender, behind(sender)));
      }
    },
    BROKEN_LINK(202, "C", "montague.example", 1) {
      @Override
      List<SignedPassport> tokens(SignedPassport sender) throws Exception {
        SignedPassport other = montague.token(ROMEO, JULIET, "another", Duration.ZERO);
        return List.of(sender, mantua.passing(sender, behind(other)));
      }
    },
    NOT_LISTED(202, "C", "montague.example", 1) {
      @Override
      List<SignedPassport> tokens(SignedPassport sender) throws Exception {
        X509Bundle padua = notary.certify("padua.example");
        Signatory stranger = new Signatory(padua, shelf.put("padua.cer", padua));
        return List.of(
            sender, stranger.passing(sender, Scope.gateway("padua.example", 1, "mtls", sender)));
      }
    },
    OF_A_VISITOR(202, "C", "mantua.example", 0) {
      @Override
      List<SignedPassport> tokens(SignedPassport sender) throws Exception {
        return List.of(mantua.passing(sender, Scope.gateway("mantua.example", "s2s")));
      }
    },
    OF_A_VISITOR_BY_NOBODY_LISTED(438, "", "", 1) {
      @Override
      List<SignedPassport> tokens(SignedPassport sender) throws Exception {
        X509Bundle padua = notary.certify("padua.example");
        Signatory stranger = new Signatory(padua, shelf.put("padua-2.cer", padua));
        return List.of(stranger.passing(sender, Scope.gateway("padua.example", "s2s")));
      }
    },
    OF_A_VISITOR_BROKEN(438, "", "", 0) {
      @Override
      List<SignedPassport> tokens(SignedPassport sender) throws Exception {
        X509Bundle other = notary.certify("mantua.example");
        Signatory forger = new Signatory(other, shelf.url("mantua.cer"));
        return List.of(forger.passing(sender, Scope.gateway("mantua.example", "s2s")));
      }
    };

    private final int status;
    private final String attestation;
    private final String signer;
    private final int faults;

    GatewayRow(int status, String attestation, String signer, int faults) {
      this.status = status;
      this.attestation = attestation;
      this.signer = signer;
      this.faults = faults;
    }

    abstract List<SignedPassport> tokens(SignedPassport sender) throws Exception;

    private static Scope behind(SignedPassport sender) {
      return Scope.gateway("mantua.example", 1, "mtls", sender);
    }
  }

  @BeforeAll
  static void raiseTheCurtain(@TempDir Path directory) throws Exception {
    notary = new Notary(directory);
    shelf = STAGE.enter(CertificateShelf.open());
    key = notary.certify("montague.example");
    montague = new Signatory(key, shelf.put("good.cer", key));
    X509Bundle gateway = notary.certify("mantua.example");
    mantua = new Signatory(gateway, shelf.put("mantua.cer", gateway));
    peer = STAGE.enter(SipPeer.open());
    NameServer names = STAGE.enter(NameServer.open());
    Plan plan = Plan.of("capulet.example");
    String route = "sip:127.0.0.1:" + peer.address().getPort() + ";transport=tcp";
    capulet =
        STAGE.enter(
            SigningDomain.start(
                plan,
                notary,
                "juliet",
                Map.of("montague.example", route),
                names,
                "[peers.\"montague.example\"]\nassertions = \"require\"\n"
                    + "gateways = [\"mantua.example\"]\n"));
    caller = new SipCaller(capulet.porin().sip());
  }

  @AfterAll
  static void dropTheCurtain() throws Exception {
    STAGE.close();
  }

  @BeforeEach
  void forget() {
    capulet.user().forget();
    peer.reset();
  }

  @Test
  void whatIsRightIsShownToTheUserWithWhoVouches() throws Exception {
    SipWire answer = caller.overTcp(montague.message(ROMEO, JULIET, "Ay, 'tis I"));
    assertThat(answer.status()).as(capulet.porin().output()).isEqualTo(202);
    Message message = capulet.user().awaitMessage(SOON);
    assertThat(message.getBody()).isEqualTo("Ay, 'tis I");
    StandardExtensionElement assertion =
        (StandardExtensionElement)
            message.getExtensionElement("assertion", AssertionHeader.NAMESPACE);
    assertThat(assertion.getAttributeValue("attest")).isEqualTo("A");
    assertThat(assertion.getAttributeValue("signer")).isEqualTo("montague.example");
  }

  /** TRUST 6: a broken gateway lowers the level; where it is all there is, nobody vouches. */
  @ParameterizedTest
  @EnumSource
  void aGatewayIsBelievedAsFarAsItIsWholeAndListed(GatewayRow row) throws Exception {
    String text = "by a gateway: " + row;
    String series = "porin_identity_faults_total{cause=\"gateway\"}";
    double before = capulet.counters().of(series);
    SignedPassport sender = montague.token(ROMEO, JULIET, text, Duration.ZERO);
    SipWire answer = caller.overTcp(Signatory.carrying(row.tokens(sender), ROMEO, JULIET, text));
    assertThat(answer.status()).as(capulet.porin().output()).isEqualTo(row.status);
    assertThat(capulet.counters().of(series) - before).isEqualTo(row.faults);
    if (row.status == 202) {
      Message message = capulet.user().awaitMessage(SOON);
      assertThat(message.getBody()).isEqualTo(text);
      StandardExtensionElement assertion =
          (StandardExtensionElement)
              message.getExtensionElement("assertion", AssertionHeader.NAMESPACE);
      assertThat(assertion.getAttributeValue("attest")).isEqualTo(row.attestation);
      assertThat(assertion.getAttributeValue("signer")).isEqualTo(row.signer);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrongIsRefusedAndCounted(Row row) throws Exception {
    Outgoing message = row.message();
    capulet.user().forget();
    String series = "porin_identity_faults_total{cause=\"" + row.cause + "\"}";
    double before = capulet.counters().of(series);
    SipWire answer = caller.overTcp(message);
    assertThat(answer.status()).as(capulet.porin().output()).isEqualTo(row.status);
    assertThat(capulet.counters().of(series)).isEqualTo(before + 1);
    // a right one behind it comes, so nothing of the wrong one is still on its way
    String right = "right after " + row; // another text each time, or it would be a circle
    assertThat(caller.overTcp(montague.message(ROMEO, JULIET, right)).status()).isEqualTo(202);
    assertThat(capulet.user().awaitMessage(SOON).getBody()).isEqualTo(right);
  }

  @ParameterizedTest
  @CsvSource({
    "428 Use Identity Header, not-authorized, auth, 428",
    "436 Bad Identity Info, internal-server-error, wait, 436",
    "437 Unsupported Credential, policy-violation, cancel, 437",
    "438 Invalid Identity Header, not-authorized, auth, 438",
    "403 Stale Date, forbidden, auth, 403",
    "403 Replayed Identity, forbidden, auth, 403"
  })
  void whatAPeerSaysOfOurSignatureComesBackToTheSender(
      String status, String condition, String type, String counted) throws Exception {
    peer.answer(request -> SipPeer.Answer.of(status));
    String series = "porin_identity_disbelieved_total{status=\"" + counted + "\"}";
    double before = capulet.counters().of(series);
    capulet.user().send(ROMEO, "to be believed or not " + status);
    Message error = capulet.user().awaitMessage(SOON);
    assertThat(error.getError()).as(capulet.porin().output()).isNotNull();
    assertThat(error.getError().getCondition().toString()).isEqualTo(condition);
    assertThat(error.getError().getType())
        .isEqualTo(StanzaError.Type.valueOf(type.toUpperCase(Locale.ROOT)));
    assertThat(capulet.counters().of(series)).isGreaterThan(before);
    SipWire request = peer.awaitRequest(SOON);
    assertThat(request.headers("Identity")).hasSize(1);
  }
}
