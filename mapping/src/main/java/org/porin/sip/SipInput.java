package org.porin.sip;

import java.util.Optional;
import org.porin.wire.MalformedException;

/** What a decoder found in the octets of a peer. */
public sealed interface SipInput {
  /** Calls the case for this kind. */
  <R> R choose(Cases<R> cases);

  /** One method for each kind of input. */
  interface Cases<R> {
    R message(SipMessage message);

    R malformed(Malformed malformed);

    R keepAlive();
  }

  /** A whole message. */
  record Message(SipMessage message) implements SipInput {
    @Override
    public <R> R choose(Cases<R> cases) {
      return cases.message(message);
    }
  }

  /**
   * Something that is no SIP message.
   *
   * @param cause what was expected, and at which octet of the message
   * @param status what to answer: 400, 505 or 513
   * @param answerable headers for {@link SipResponse#to(SipHeaders, int, String, String)}; there
   *     only for a request other than ACK with readable topmost Via and From, To, Call-ID and CSeq
   *     once each; all else is dropped and counted
   * @param fatal whether it is unknown where the next message begins, so that the stream must be
   *     closed; never for a datagram
   */
  record Malformed(
      MalformedException cause, int status, Optional<SipHeaders> answerable, boolean fatal)
      implements SipInput {
    /** The reason phrase that goes with the status. */
    public String reason() {
      return switch (status) {
        case 505 -> "Version Not Supported";
        case 513 -> "Message Too Large";
        default -> "Bad Request";
      };
    }

    @Override
    public <R> R choose(Cases<R> cases) {
      return cases.malformed(this);
    }
  }

  /**
   * No message: on a stream CRLF CRLF, to be answered by CRLF (RFC 5626 §4.4.1); a datagram of
   * CRLFs or NULs only, to be ignored. Several in one run of octets count as one.
   */
  record KeepAlive() implements SipInput {
    @Override
    public <R> R choose(Cases<R> cases) {
      return cases.keepAlive();
    }
  }
}
