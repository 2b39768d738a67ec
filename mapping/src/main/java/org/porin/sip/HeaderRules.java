package org.porin.sip;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.porin.wire.MalformedException;

/**
 * What must be right for a message to be processed at all (RFC 3261 §8.1.1): other headers are read
 * by whoever needs them, and a fault there is not one of the message (§8.2).
 */
final class HeaderRules {
  static final List<String> MANDATORY = List.of("Via", "From", "To", "Call-ID", "CSeq");

  private HeaderRules() {}

  static void check(SipHeader header, @Nullable StartLine startLine) throws MalformedException {
    switch (header.name()) {
      case "Via" -> {
        if (!UsualShape.isVia(header.value())) {
          Via.parse(header.value());
        }
      }
      case "From", "To" -> {
        if (!UsualShape.isNameAddr(header.value())) {
          NameAddr.parse(header.value());
        }
      }
      case "Call-ID" -> callId(header.value());
      case "CSeq" -> {
        if (!(startLine instanceof StartLine.Request request)
            || !UsualShape.isCSeq(header.value(), request.method())) {
          cseq(CSeq.parse(header.value()), startLine);
        }
      }
      case "Max-Forwards" -> {
        if (startLine instanceof StartLine.Request) {
          SipRequest.maxForwards(header.value());
        }
      }
      default -> {}
    }
  }

  private static void callId(String value) throws MalformedException {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ') {
        throw new MalformedException("a Call-ID without blanks", i);
      }
    }
    if (value.isEmpty()) {
      throw new MalformedException("Call-ID", 0);
    }
  }

  private static void cseq(CSeq cseq, @Nullable StartLine startLine) throws MalformedException {
    if (startLine instanceof StartLine.Request request && !request.method().equals(cseq.method())) {
      throw new MalformedException("the method of the request line", 0); // §8.1.1.5
    }
  }
}
