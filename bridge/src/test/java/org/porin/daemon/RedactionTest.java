package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedactionTest {
  @Test
  void ofAStanzaOnlyTheShapeIsLeft() {
    assertThat(
            Redaction.ofStanza(
                "<message from='a@b' to=\"c>d\" id='1'><subject xml:lang='en'>O</subject>"
                    + "<body>Wherefore &lt;art&gt;</body><e2e><![CDATA[a<b>secret]]></e2e>"
                    + "<x/></message>"))
        .isEqualTo(
            "<message from='a@b' to=\"c>d\" id='1'><subject xml:lang='en'>[1 chars]</subject>"
                + "<body>[21 chars]</body><e2e>[10 chars]</e2e><x/></message>");
  }

  @Test
  void whatIsCutOffShowsNoTextEither() {
    assertThat(Redaction.ofStanza("<a>secret<![CDATA[secret")).isEqualTo("<a>[12 chars]");
    assertThat(Redaction.ofStanza("<a b='1")).isEqualTo("<a b='1");
    assertThat(Redaction.ofStanza("")).isEmpty();
  }

  @Test
  void ofASipMessageTheBodyAndTheSubjectAreNotShown() {
    assertThat(
            Redaction.ofSip(
                "MESSAGE sip:a@b SIP/2.0\r\nSubject: secret\r\nS : secret\r\nTo: <sip:a@b>\r\n"
                    + "Content-Length: 6\r\n\r\nsecret"))
        .isEqualTo(
            "MESSAGE sip:a@b SIP/2.0\r\nSubject: [not shown]\r\nS: [not shown]\r\n"
                + "To: <sip:a@b>\r\nContent-Length: 6\r\n\r\n[6 chars]");
  }
}
