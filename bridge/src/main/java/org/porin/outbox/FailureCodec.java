package org.porin.outbox;

import java.util.Optional;
import org.porin.profile.Failure;
import org.porin.profile.Failure.Reason;
import org.porin.profile.Failure.Refused;
import org.porin.profile.Failure.SipAnswer;
import org.porin.profile.Failure.StanzaBounce;
import org.porin.stanza.StanzaError;
import org.porin.stanza.StanzaError.Condition;
import org.porin.wire.MalformedException;

/** Why a message was given up, as octets and back. Reasons and conditions go by their names. */
final class FailureCodec {
  private static final int REFUSED = 1;
  private static final int SIP_ANSWER = 2;
  private static final int BOUNCE = 3;
  private static final int MOST_OCTETS = 8_192;
  private static final int MOST_CHARS = 1_024;

  private FailureCodec() {}

  static byte[] encode(Failure failure) {
    OctetWriter out = new OctetWriter(64);
    if (failure instanceof Refused refused) {
      out.octet(REFUSED).text(refused.reason().name()).text(clipped(refused.text()));
    } else if (failure instanceof SipAnswer answer) {
      out.octet(SIP_ANSWER).number(answer.status()).text(clipped(answer.text()));
      out.text(answer.contact().map(FailureCodec::clipped));
    } else if (failure instanceof StanzaBounce bounce) {
      StanzaError error = bounce.error();
      out.octet(BOUNCE).text(error.type().name()).text(error.condition().name());
      out.text(error.detail().map(FailureCodec::clipped));
      out.text(error.text().map(FailureCodec::clipped));
      out.octet(bounce.fromFullJid() ? 1 : 0);
    }
    return out.toArray();
  }

  /** Without half of a surrogate pair at its end. */
  private static String clipped(String text) {
    if (text.length() <= MOST_CHARS) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MOST_CHARS - 1)) ? MOST_CHARS - 1 : MOST_CHARS;
    return text.substring(0, end);
  }

  /**
   * Reads it.
   *
   * @throws MalformedException when {@link #encode} did not write it
   */
  static Failure decode(byte[] octets) throws MalformedException {
    OctetReader in = new OctetReader(octets);
    try {
      Failure failure =
          switch (in.octet()) {
            case REFUSED -> new Refused(Reason.valueOf(in.text(MOST_OCTETS)), in.text(MOST_OCTETS));
            case SIP_ANSWER ->
                new SipAnswer(in.number(699), in.text(MOST_OCTETS), in.optionalText(MOST_OCTETS));
            case BOUNCE -> bounce(in);
            default -> throw in.fault("a kind of failure");
          };
      in.end();
      return failure;
    } catch (IllegalArgumentException e) {
      throw in.fault("a failure as it is written");
    }
  }

  private static Failure bounce(OctetReader in) throws MalformedException {
    StanzaError.Type type = StanzaError.Type.valueOf(in.text(MOST_OCTETS));
    Condition condition = Condition.valueOf(in.text(MOST_OCTETS));
    Optional<String> detail = in.optionalText(MOST_OCTETS);
    Optional<String> text = in.optionalText(MOST_OCTETS);
    return new StanzaBounce(new StanzaError(type, condition, detail, text), in.flag());
  }
}
