package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.wire.MalformedException;

class ViaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SIP/2.0/UDP a.example                                 | UDP | a.example     | 5060
          sip/2.0/tcp a.example:5062;branch=z9hG4bK1            | TCP | a.example     | 5062
          SIP/2.0/ \t TLS a.example                            | TLS | a.example     | 5061
          SIP / 2.0 / TLS   [2001:db8::9:1] ; branch = x        | TLS | [2001:db8::9:1] | 5061
          SIP/2.0/UDP [2001:db8::9:1] : 5071 ;received=192.0.2.1 | UDP | 192.0.2.1    | 5071
          SIP/2.0/UDP a.example;rport;received=2001:db8::5      | UDP | 2001:db8::5   | 5060
          SIP/2.0/UDP a.example:5;rport=6;received=192.0.2.1    | UDP | 192.0.2.1     | 6
          SIP/2.0/UDP a_b.example.;maddr=224.0.1.75;ttl=1       | UDP | a_b.example.  | 5060
          """)
  void theWayBackIsRead(String text, String transport, String host, int port)
      throws MalformedException {
    Via via = Via.parse(text);
    assertThat(via.transport()).isEqualTo(transport);
    assertThat(via.answerHost()).isEqualTo(host); // §18.2.2
    assertThat(via.answerPort()).isEqualTo(port);
    assertThat(Via.parse(via.toString())).isEqualTo(via);
  }

  @Test
  void parametersAreFoundWithoutCase() throws MalformedException {
    Via via = Via.parse("SIP/2.0/UDP a;Branch=z9hG4bK1;MADDR=b;ttl=1;x=\"y z\";rport");
    assertThat(via.branch()).contains("z9hG4bK1");
    assertThat(via.maddr()).contains("b");
    assertThat(via.parameter("x")).contains("y z");
    assertThat(via.hasRport()).isTrue();
    assertThat(via.rport()).isEmpty();
    assertThat(via.toString())
        .isEqualTo("SIP/2.0/UDP a;branch=z9hG4bK1;maddr=b;ttl=1;x=\"y z\";rport");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # RFC 3261 §18.2.1: received where sent-by is a name or another address
          SIP/2.0/UDP bobspc.biloxi.com:5060   | SIP/2.0/UDP bobspc.biloxi.com:5060;received=192.0.2.4
          SIP/2.0/UDP 192.0.2.4                | SIP/2.0/UDP 192.0.2.4
          SIP/2.0/UDP 10.1.1.1                 | SIP/2.0/UDP 10.1.1.1;received=192.0.2.4
          # RFC 3581 §4: with rport both, even if the address is the same
          SIP/2.0/UDP 10.1.1.1:4540;rport;branch=z9hG4bKkjshdyff | SIP/2.0/UDP 10.1.1.1:4540;rport=9988;branch=z9hG4bKkjshdyff;received=192.0.2.4
          SIP/2.0/UDP 192.0.2.4;rport          | SIP/2.0/UDP 192.0.2.4;rport=9988;received=192.0.2.4
          # what the client itself says of its source is not believed
          SIP/2.0/UDP a;received=10.9.9.9;rport=1 | SIP/2.0/UDP a;received=192.0.2.4;rport=9988
          SIP/2.0/UDP 192.0.2.4;received=10.9.9.9 | SIP/2.0/UDP 192.0.2.4;received=192.0.2.4
          SIP/2.0/UDP a;received=1;received=2  | SIP/2.0/UDP a;received=192.0.2.4
          """)
  void aServerNotesTheSource(String text, String noted) throws MalformedException {
    assertThat(Via.parse(text).receivedFrom("192.0.2.4", 9988)).hasToString(noted);
  }

  @Test
  void anIpv6SourceIsComparedWithoutBrackets() throws MalformedException {
    Via via = Via.parse("SIP/2.0/UDP [2001:DB8::1]");
    assertThat(via.receivedFrom("2001:db8::1", 5060)).isEqualTo(via);
    assertThat(via.receivedFrom("2001:db8::2", 5060).received()).contains("2001:db8::2");
  }

  @Test
  void sentByComparesWithoutCaseButIsGivenBackAsItCame() throws MalformedException {
    Via via = Via.parse("SIP/2.0/UDP Alice-PC:5060;branch=z9hG4bKx=/+");
    assertThat(via.sentBy()).isEqualTo("alice-pc:5060");
    assertThat(via).hasToString("SIP/2.0/UDP Alice-PC:5060;branch=z9hG4bKx=/+");
  }

  @Test
  void ourOwnAsksForThePort() {
    assertThat(Via.of("tcp", "[2001:db8::1]", 5060).withBranch("z9hG4bK1"))
        .hasToString("SIP/2.0/TCP [2001:db8::1]:5060;rport;branch=z9hG4bK1");
  }

  @Test
  void whatIsNoViaIsNotBuilt() {
    assertThatIllegalArgumentException().isThrownBy(() -> Via.of("U P", "a", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Via.of("UDP", "2001:db8::1", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Via.of("UDP", "a b", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Via.of("UDP", "a", 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Via("UDP", "", OptionalInt.empty(), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Via.of("UDP", "a", 1).withBranch("b\r\nc"));
  }
}
