package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import javax.sip.header.CSeqHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.porin.jainsip.JainSipPeer;
import org.porin.msgfmt.CpimCodec;
import org.porin.profile.Failure;
import org.porin.profile.MessageOperation;
import org.porin.profile.Response.Status;
import org.porin.resolve.Transport;

/** Both ways against an independent implementation, over both transports of clear text. */
class JainSipTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
  void jainSipReadsWhatWeWrite(Transport transport) throws Exception {
    try (JainSipPeer peer = JainSipPeer.open(name(transport));
        Bridge bridge = new Bridge()) {
      bridge.reaching(peer.address(), transport);
      assertThat(bridge.send("Ó Romeo").status()).isEqualTo(Status.SUCCESS);
      Request request = peer.awaitRequest(Duration.ofSeconds(30));
      assertThat(request.getRequestURI()).hasToString("sip:romeo@montague.example");
      assertThat(((CSeqHeader) request.getHeader("CSeq")).getSeqNumber()).isEqualTo(1);
      assertThat(JainSipPeer.body(request))
          .startsWith("From: <im:juliet@capulet.example>\r\n")
          .endsWith("\r\n\r\nÓ Romeo");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
  void weReadWhatJainSipAnswers(Transport transport) throws Exception {
    try (JainSipPeer peer = JainSipPeer.open(name(transport));
        Bridge bridge = new Bridge()) {
      peer.answer(request -> Response.NOT_FOUND);
      bridge.reaching(peer.address(), transport);
      assertThat(Bridge.failure(bridge.send("x")))
          .isInstanceOfSatisfying(
              Failure.SipAnswer.class, answer -> assertThat(answer.status()).isEqualTo(404));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
  void jainSipSendsAndReadsOurAnswer(Transport transport) throws Exception {
    try (JainSipPeer peer = JainSipPeer.open(name(transport));
        Bridge bridge = new Bridge()) {
      Response response =
          peer.send(
              bridge.address(transport),
              name(transport),
              new JainSipPeer.Outgoing(
                  "romeo@montague.example", "juliet@capulet.example", "text/plain", "Wherefore?"));
      assertThat(response.getStatusCode()).isEqualTo(202);
      MessageOperation operation = bridge.takeArrived();
      assertThat(operation.source()).isEqualTo(Bridge.ROMEO);
      assertThat(operation.destination()).isEqualTo(Bridge.JULIET);
      assertThat(CpimCodec.encode(operation.content()).toUtf8()).endsWith("\r\n\r\nWherefore?");
    }
  }

  private static String name(Transport transport) {
    return transport.name().toLowerCase(Locale.ROOT);
  }
}
