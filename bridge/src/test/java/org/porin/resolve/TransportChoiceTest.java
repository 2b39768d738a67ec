package org.porin.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.porin.requirement.Requirement;
import org.porin.resolve.TransportChoice.SipRecords;

/** OPEN j: SRV of {@code _im._sip} names no transport. */
class TransportChoiceTest {
  private static final SrvRecord HERE = new SrvRecord(0, 0, 5060, "sip.montague.example");
  private static final SrvRecord ELSEWHERE = new SrvRecord(0, 0, 5080, "sip.montague.example");

  @Test
  void theSettingOfThePeerComesFirst() {
    SipRecords records = new SipRecords(List.of(HERE), List.of(), List.of(HERE));
    assertThat(choose(HERE, Optional.of(Transport.TCP), records)).containsExactly(Transport.TCP);
  }

  @Test
  void thenTheSipRecordOfTheSameHostAndPort() {
    assertThat(choose(HERE, new SipRecords(List.of(), List.of(HERE), List.of())))
        .containsExactly(Transport.TCP);
    assertThat(choose(HERE, new SipRecords(List.of(), List.of(ELSEWHERE), List.of(HERE))))
        .containsExactly(Transport.UDP);
    assertThat(choose(HERE, new SipRecords(List.of(), List.of(HERE), List.of(HERE))))
        .containsExactly(Transport.UDP, Transport.TCP);
  }

  @Test
  void tlsIsSpokenWhereARecordOrThePortSaysSo() {
    assertThat(choose(HERE, new SipRecords(List.of(HERE), List.of(), List.of())))
        .containsExactly(Transport.TLS);
    SrvRecord sips = new SrvRecord(0, 0, 5061, "sip.montague.example");
    assertThat(choose(sips, SipRecords.NONE)).containsExactly(Transport.TLS);
    assertThat(choose(sips, new SipRecords(List.of(), List.of(sips), List.of())))
        .as("a record that names it says more than its number")
        .containsExactly(Transport.TCP);
  }

  @Test
  void withoutClearTextTlsIsAllThereIs() {
    SipRecords both = new SipRecords(List.of(HERE), List.of(ELSEWHERE), List.of(ELSEWHERE));
    assertThat(withoutClearText(HERE, both)).containsExactly(Transport.TLS);
    assertThat(withoutClearText(ELSEWHERE, both)).isEmpty();
    assertThat(withoutClearText(HERE, SipRecords.NONE)).isEmpty();
  }

  @Test
  void otherwiseTheSizeDecides() {
    assertThat(choose(HERE, new SipRecords(List.of(ELSEWHERE), List.of(), List.of())))
        .containsExactly(Transport.UDP, Transport.TCP);
  }

  @Test
  @Requirement("3861-8-2")
  void theLabelsOfAServiceBeginWithAnUnderscore() {
    for (Service service : Service.values()) {
      assertThat(service.prefix()).matches("_[a-z]+\\._[a-z]+\\.");
    }
  }

  private static List<Transport> choose(SrvRecord record, SipRecords records) {
    return choose(record, Optional.empty(), records);
  }

  private static List<Transport> choose(
      SrvRecord record, Optional<Transport> setting, SipRecords records) {
    return TransportChoice.of(record.host(), record.port(), setting, true, records).transports();
  }

  private static List<Transport> withoutClearText(SrvRecord record, SipRecords records) {
    return TransportChoice.of(record.host(), record.port(), Optional.empty(), false, records)
        .transports();
  }
}
