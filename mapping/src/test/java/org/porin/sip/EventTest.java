package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.requirement.Requirement;
import org.porin.wire.MalformedException;

class EventTest {
  @ParameterizedTest
  @CsvSource({
    "foo; id=1234, foo; param=abcd; id=1234, true",
    "foo; id=1234, foo, false",
    "foo; id=1234, Foo; id=1234, false",
    "foo; id=1234, foo; ID=1234, true", // names of parameters have no case
    "foo; id=a, foo; id=A, false",
    "presence, presence.winfo, false",
  })
  @Requirement("6665-8.2.1-1")
  void twoMatchByTheirTypeAndIdByteByByte(String one, String other, boolean match) // §8.2.1
      throws Exception {
    assertThat(Event.parse(one).equals(Event.parse(other))).isEqualTo(match);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";id=1",
        "presence, dialog",
        "presence foo",
        "presence;id=1;id=2",
        ".presence",
        "presence.",
        "presence..winfo",
        "presence;id=\"a b\"",
        "presence;id=\"\"",
      })
  @Requirement("6665-8.2.1-1")
  void whatIsNotJustOneEventIsMalformed(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Event.parse(text));
  }

  @Test
  void oneThatIsLongIsMalformed() {
    String text = "presence;id=" + "x".repeat(Event.MAX_CHARS);
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> Event.parse(text));
  }

  @Test
  void itIsWrittenWithItsIdAndNothingElse() throws Exception {
    assertThat(Event.parse("presence ; x=1 ; id=7")).hasToString("presence;id=7");
    assertThat(Event.PRESENCE).hasToString("presence");
  }

  @Test
  void anIdCannotBringAHeader() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Event("presence", Optional.of("1\r\nX: y")));
  }
}
