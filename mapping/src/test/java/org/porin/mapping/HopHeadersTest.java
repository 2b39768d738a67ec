package org.porin.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.porin.stanza.Element;
import org.porin.stanza.MessageStanza;

/** The hop counter and the trace on both sides (OPEN a, XEP-0131). */
class HopHeadersTest {
  @Test
  void whatIsWrittenIntoAStanzaIsReadFromIt() {
    HopHeaders hops = new HopHeaders(69, List.of("b1-ffff", "b2"));

    assertThat(HopHeaders.of(with(hops.toElement()))).isEqualTo(hops);
    assertThat(hops.toElement().children())
        .extracting(Element::text)
        .containsExactly("69", "b1-ffff, b2");
    assertThat(new HopHeaders(0, List.of()).toElement().children()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "' 69 ', 69, 69",
    "70, 70, 70",
    "71, 70, 71",
    "255, 70, 255",
    "256, 70, 70",
    "-1, 70, 70",
    "x, 70, 70",
    "'', 70, 70",
    "99999999999, 70, 70",
    "6٩, 70, 70"
  })
  void aCounterThatIsNoneCountsAsNew(String text, int inStanza, int inSip) {
    assertThat(HopHeaders.of(with(shim("Max-Forwards", text))).maxForwards()).isEqualTo(inStanza);
    assertThat(HopHeaders.ofSip(Optional.of(text), List.of()).maxForwards()).isEqualTo(inSip);
  }

  @Test
  void withoutCounterAMessageIsNew() {
    assertThat(HopHeaders.of(MessageOf.body("x").stanza()))
        .isEqualTo(new HopHeaders(70, List.of()));
    assertThat(HopHeaders.ofSip(Optional.empty(), List.of()))
        .isEqualTo(new HopHeaders(70, List.of()));
    assertThat(HopHeaders.of(with(Element.empty("urn:x", "headers"))).maxForwards()).isEqualTo(70);
  }

  @Test
  void aTraceIsReadFromSeveralFieldsWithoutWhatIsNoId() {
    assertThat(HopHeaders.ofSip(Optional.of("9"), List.of("a,b-1", " c , , d\r\ne, f<g>", "h")))
        .isEqualTo(new HopHeaders(9, List.of("a", "b-1", "c", "h")));
    assertThat(HopHeaders.ofSip(Optional.of("9"), List.of("a, b")).traceValue()).isEqualTo("a, b");
  }

  @Test
  void aTraceIsBoundedWhatsoeverAPeerWrites() {
    String many = String.join(",", Collections.nCopies(5_000, "a"));

    assertThat(HopHeaders.ofSip(Optional.empty(), List.of(many, many)).trace())
        .hasSize(HopHeaders.MAX_TRACE);
    assertThat(HopHeaders.of(with(shim("Bridge-Trace", many))).trace())
        .hasSize(HopHeaders.MAX_TRACE);
    assertThat(HopHeaders.ofSip(Optional.empty(), List.of("a".repeat(65), "b")).trace())
        .containsExactly("b");
  }

  @Test
  void whatIsNoTraceCannotBeHeld() {
    assertThatIllegalArgumentException().isThrownBy(() -> new HopHeaders(-1, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new HopHeaders(256, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new HopHeaders(1, List.of("a\r\nX: y")));
  }

  private static MessageStanza with(Element extension) {
    return MessageOf.body("x").with(extension).stanza();
  }

  private static Element shim(String name, String value) {
    return Element.empty(HopHeaders.NAMESPACE, "headers")
        .with(
            Element.empty(HopHeaders.NAMESPACE, "header")
                .with("name", name)
                .with(new Element.Text(value)));
  }
}
