package org.porin.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.porin.wire.MalformedException;

class DialogCodecTest {
  private static final Dialog DIALOG =
      new Dialog(
          "2010@watcherhost.example.com",
          new Dialog.End("sip:user@example.com", Optional.of("xfg9")),
          new Dialog.End("pres:resource@example.com", Optional.of("ff d2")),
          Optional.of("sip:server.example.com;transport=tcp"),
          List.of("sip:p1.example.com;lr", "sip:p2.example.com;lr"),
          OptionalLong.of(189_345_601),
          OptionalLong.of(CSeq.MAX_NUMBER));

  @Test
  void aDialogIsReadAsItWasWritten() throws Exception {
    assertThat(DialogCodec.encode(DIALOG))
        .isEqualTo(
            """
            2010@watcherhost.example.com
            sip:user@example.com
            xfg9
            pres:resource@example.com
            ff d2
            sip:server.example.com;transport=tcp
            189345601
            2147483647
            sip:p1.example.com;lr
            sip:p2.example.com;lr""");
    assertThat(DialogCodec.decode(DialogCodec.encode(DIALOG))).isEqualTo(DIALOG);
  }

  @Test
  void oneThatHasNotBegunIsReadToo() throws Exception {
    Dialog begun = Dialog.begin("c", "sip:a@b.example", "t", "sip:c@d.example");
    assertThat(DialogCodec.decode(DialogCodec.encode(begun))).isEqualTo(begun);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n\n\n\n\n\n",
        "c\nsip:a@b\nt\nsip:c@d\n\n\n", // too few
        "c\nsip:a@b\n\nsip:c@d\n\n\n\n", // no tag of our own
        "c\nsip:a@b\nt\nsip:c@d\n\n\n01\n", // as nobody writes it
        "c\nsip:a@b\nt\nsip:c@d\n\n\n-1\n",
        "c\nsip:a@b\nt\nsip:c@d\n\n\n2147483648\n",
        "c\nsip:a@b\nt\nsip:c@d\n\n\n \n",
        "c\nsip:a@b\nt\nsip:c@d\n\n\n\n\n", // an empty route
        "c\nsip:a@b\nt\nsip:c@d\n\n\n\n\ntel:+1",
        "c\nsip:a@b\nt\nsip:c@d\n\ntel:+1\n\n",
        "c d\nsip:a@b\nt\nsip:c@d\n\n\n\n",
        "c\nno uri\nt\nsip:c@d\n\n\n\n",
        "c\r\nsip:a@b\nt\nsip:c@d\n\n\n\n",
        "c\nsip:a@b\nt\u0000\nsip:c@d\n\n\n\n",
      })
  void whatIsNotWrittenHereIsMalformed(String text) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> DialogCodec.decode(text));
  }

  @Test
  void whatIsLongIsMalformed() {
    String text = DialogCodec.encode(DIALOG) + "\nsip:p".repeat(2 * Dialog.MAX_CHARS);
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> DialogCodec.decode(text));
  }
}
