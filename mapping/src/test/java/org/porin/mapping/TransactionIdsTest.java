package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.profile.TransId;

/** OPEN b. */
class TransactionIdsTest {
  @ParameterizedTest
  @ValueSource(strings = {"a1", "purple1234", "!~", "0123456789012345678901234567890123456789"})
  void aShortPrintableIdIsTheTransId(String id) {
    assertThat(of(MessageOf.body("x").id(id))).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"01234567890123456789012345678901234567890", "é", "a b", "a\tb", " "})
  void everyOtherIdIsDigestedTogetherWithItsSender(String id) {
    String transId = of(MessageOf.body("x").id(id));

    assertThat(transId).hasSize(40).matches("[A-Za-z0-9_-]+");
    assertThat(of(MessageOf.body("y").id(id))).isEqualTo(transId);
    assertThat(of(MessageOf.body("x").id(id).from("paris@example.com"))).isNotEqualTo(transId);
    assertThat(of(MessageOf.body("x").id(id + id))).isNotEqualTo(transId);
  }

  @Test
  void withoutIdItIsRandom() {
    byte[] ones = new byte[16];
    Arrays.fill(ones, (byte) 0xFF);

    assertThat(random(new byte[16])).isEqualTo("a".repeat(26));
    assertThat(random(ones)).isEqualTo("7".repeat(25) + "4"); // 128 bits are 25 times 5 and 3
    assertThat(TransactionIds.of(MessageOf.body("x").id("").stanza(), () -> ones))
        .isEqualTo(new TransId("7".repeat(25) + "4"));
    assertThatIllegalArgumentException().isThrownBy(() -> random(new byte[8]));
  }

  private static String of(MessageOf message) {
    return TransactionIds.of(
            message.stanza(),
            () -> {
              throw new AssertionError("no randomness is needed");
            })
        .value();
  }

  private static String random(byte[] octets) {
    return TransactionIds.of(MessageOf.body("x").stanza(), () -> octets).value();
  }
}
