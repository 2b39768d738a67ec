package org.porin.sip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.porin.wire.MalformedException;

/**
 * Dialogs as text, to be kept: one part a line, since none can hold a line end. What is read must
 * be what would be written, to the char.
 *
 * <pre>
 * dialog = call-id LF local-uri LF local-tag LF remote-uri LF [remote-tag] LF
 *          [remote-target] LF [local-number] LF [remote-number] *( LF route )
 * </pre>
 */
public final class DialogCodec {
  private static final int PARTS = 8;
  private static final int MAX_TEXT_CHARS = 2 * Dialog.MAX_CHARS;

  private DialogCodec() {}

  /** The text; its lines are separated by LF. */
  public static String encode(Dialog dialog) {
    List<String> parts = new ArrayList<>();
    parts.add(dialog.callId());
    parts.add(dialog.local().uri());
    parts.add(dialog.local().tag().orElseThrow());
    parts.add(dialog.remote().uri());
    parts.add(dialog.remote().tag().orElse(""));
    parts.add(dialog.remoteTarget().orElse(""));
    parts.add(number(dialog.localCSeq()));
    parts.add(number(dialog.remoteCSeq()));
    parts.addAll(dialog.routeSet());
    return String.join("\n", parts);
  }

  /**
   * Reads a text; offsets count lines.
   *
   * @throws MalformedException for all that {@link #encode} does not write
   */
  public static Dialog decode(String text) throws MalformedException {
    if (text.length() > MAX_TEXT_CHARS) {
      throw new MalformedException("a shorter dialog", MAX_TEXT_CHARS);
    }
    List<String> parts = Arrays.asList(text.split("\n", -1));
    if (parts.size() < PARTS) {
      throw new MalformedException("the parts of a dialog", parts.size());
    }
    try {
      Dialog dialog =
          new Dialog(
              parts.get(0),
              new Dialog.End(parts.get(1), present(parts.get(2))),
              new Dialog.End(parts.get(3), present(parts.get(4))),
              present(parts.get(5)),
              parts.subList(PARTS, parts.size()),
              number(parts.get(6)),
              number(parts.get(7)));
      if (encode(dialog).equals(text)) {
        return dialog;
      }
    } catch (IllegalArgumentException e) {
      // said below: the text is the fault, whichever part it is
    }
    throw new MalformedException("a dialog as it is written here", 0);
  }

  private static String number(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "";
  }

  private static OptionalLong number(String text) throws MalformedException {
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    SipCursor cursor = new SipCursor(text);
    long number = cursor.number(CSeq.MAX_NUMBER, "CSeq number");
    cursor.end();
    return OptionalLong.of(number);
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
