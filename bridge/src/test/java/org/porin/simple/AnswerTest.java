package org.porin.simple;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.sip.MediaType;
import org.porin.sip.SipHeader;
import org.porin.sip.SipHeaders;
import org.porin.sip.SipResponse;
import org.porin.wire.Octets;

/** What a walk reads of Accept (RFC 3261 §20.1) and Retry-After (§20.33). */
class AnswerTest {
  private static final MediaType PLAIN = new MediaType("text", "plain", List.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Accept                        | leaves out | refuses
          text/plain                      | false      | false
          text/*                          | false      | false
          */*;q=0.1                       | false      | false
          TEXT/PLAIN;charset=utf-8        | false      | false
          message/cpim                    | true       | false
          text/plain;q=0                  | true       | true
          text/*;q=0.000                  | true       | true
          text/plain;q=0, */*             | true       | true
          text/plain, text/*;q=0          | false      | false
          */*;q=0, message/cpim            | true       | true
          text/plain;q=2                  | false      | false
          no range at all                 | false      | false
          no range at all, message/cpim   | true       | false
          """)
  void acceptLeavesTextOutOrRefusesIt(String accept, boolean leavesOut, boolean refuses) {
    Answer answer = answer(header("Accept", accept));
    assertThat(answer.leavesOut(PLAIN)).isEqualTo(leavesOut);
    assertThat(answer.refuses(PLAIN)).isEqualTo(refuses);
  }

  @Test
  void withoutAcceptNothingIsLeftOutAndAnEmptyOneTakesNothing() {
    assertThat(answer(List.of()).leavesOut(PLAIN)).isFalse();
    assertThat(answer(header("Accept", "")).refuses(PLAIN)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "18",
        "18 (I am at the \\) apothecary's (in Mantua))",
        "18;duration=3600",
        "18 (away) ;duration=60;x=y"
      })
  void retryAfterIsReadWithItsCommentAndParameters(String value) {
    assertThat(answer(header("Retry-After", value)).retryAfter()).contains(Duration.ofSeconds(18));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "18x", "18 (never closed", "Thu, 01 Jan 2026 12:00:00 GMT"})
  void aRetryAfterThatIsNoneSaysNothing(String value) {
    assertThat(answer(header("Retry-After", value)).retryAfter()).isEqualTo(Optional.empty());
  }

  private static List<SipHeader> header(String name, String value) {
    return Arrays.stream(value.split(", ")) // as the codec takes several values apart
        .map(each -> SipHeader.of(name, each))
        .toList();
  }

  private static Answer answer(List<SipHeader> headers) {
    return Answer.of(new SipResponse(415, "No", new SipHeaders(headers), Octets.EMPTY));
  }
}
