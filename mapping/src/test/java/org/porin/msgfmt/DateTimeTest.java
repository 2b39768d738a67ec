package org.porin.msgfmt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

/** RFC 3339 §5.6. */
class DateTimeTest {
  @ParameterizedTest
  @CsvSource({
    "1985-04-12T23:20:50.52Z, 1985-04-12T23:20:50.520Z",
    "1996-12-19T16:39:57-08:00, 1996-12-20T00:39:57Z",
    "1937-01-01T12:00:27.87+00:20, 1937-01-01T11:40:27.870Z",
    "2001-02-01T18:50:00-04:00, 2001-02-01T22:50:00Z",
    "2005-11-23T10:00:00-00:00, 2005-11-23T10:00:00Z",
    "2005-11-23T10:00:00+23:59, 2005-11-22T10:01:00Z",
    "0000-02-29T00:00:00Z, 0000-02-29T00:00:00Z",
    "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z"
  })
  @Requirement({"3339-4.2-1", "3339-4.3-1", "3339-5.6-1", "3339-5.1-1"})
  void aDateTimeIsAnInstant(String text, String instant) throws MalformedException {
    assertThat(DateTime.parse(text)).isEqualTo(Instant.parse(instant));
  }

  @Test
  @Requirement("3339-5.6-2")
  void lettersMayBeInLowerCase() throws MalformedException {
    assertThat(DateTime.parse("2005-11-23t10:00:00.25z"))
        .isEqualTo(Instant.parse("2005-11-23T10:00:00.25Z"));
    assertThat(DateTime.format(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
  }

  @Test
  @Requirement("3339-5.7-2")
  void aLeapSecondIsTheLastInstantBeforeIt() throws MalformedException {
    Instant last = Instant.parse("1990-12-31T23:59:59.999999999Z");

    assertThat(DateTime.parse("1990-12-31T23:59:60Z")).isEqualTo(last);
    assertThat(DateTime.parse("1990-12-31T15:59:60-08:00")).isEqualTo(last);
  }

  @Test
  @Requirement("3339-5.6-4")
  void aFractionHasAnyNumberOfDigits() throws MalformedException {
    String second = "2005-11-23T10:00:00.";

    assertThat(DateTime.parse(second + "1Z")).isEqualTo(Instant.parse(second + "1Z"));
    assertThat(DateTime.parse(second + "123456789987654321Z"))
        .isEqualTo(Instant.parse(second + "123456789Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2005-11-23",
        "2005-11-23T10:00Z",
        "2005-11-23T10:00:00",
        "2005-11-23 10:00:00Z",
        "2005-11-23T10:00:00.Z",
        "2005-11-23T24:00:00Z",
        "2005-11-23T10:60:00Z",
        "2005-11-23T10:00:61Z",
        "2005-13-23T10:00:00Z",
        "2005-00-23T10:00:00Z",
        "2005-11-31T10:00:00Z",
        "2005-02-29T10:00:00Z",
        "1900-02-29T10:00:00Z",
        "2005-11-00T10:00:00Z",
        "2005-11-23T10:00:00+24:00",
        "2005-11-23T10:00:00+0100",
        "2005-11-23T10:00:00+01",
        "2005-11-23T10:00:00Zx",
        "2005-11-23T10:00:00Z ",
        "+2005-11-23T10:00:00Z",
        "20051123T100000Z",
        "05-11-23T10:00:00Z",
        "\u0662\u0660\u0660\u0665-11-23T10:00:00Z"
      })
  @Requirement({"3339-4.4-1", "3339-5.6-1", "3339-5.6-3", "3339-5.6-4", "3339-5.7-1", "3339-5.7-3"})
  void whatIsNoDateTimeIsRefused(String text) {
    assertThatThrownBy(() -> DateTime.parse(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void aFractionWithoutEndIsRefused() {
    assertThatThrownBy(() -> DateTime.parse("2005-11-23T10:00:00." + "0".repeat(1_000) + "Z"))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void aYearWithoutFourDigitsCannotBeWritten() {
    assertThat(DateTime.format(Instant.parse("0000-01-01T00:00:00.0009Z")))
        .isEqualTo("0000-01-01T00:00:00.000Z");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DateTime.format(Instant.parse("-0001-01-01T00:00:00Z")));
  }

  @Property
  void whatIsWrittenIsReadAsTheSameInstantToTheMillisecond(
      @ForAll @LongRange(min = -62_167_219_200_000L, max = 253_402_300_799_999L) long millis)
      throws MalformedException { // from year 0 to 9999
    String text = DateTime.format(Instant.ofEpochMilli(millis));
    assertThat(text).hasSize(24);
    assertThat(DateTime.parse(text)).isEqualTo(Instant.ofEpochMilli(millis));
  }
}
