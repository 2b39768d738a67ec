package org.porin.component;

import java.util.Optional;

/**
 * Why a link ended, or could not be made.
 *
 * @param text what happened, in words for the operator; may name host and port, never the secret
 * @param remedy what the operator can do about it
 */
public record LinkEnd(Cause cause, String text, Optional<String> remedy) {
  private static final int MAX_QUOTED_CHARS = 200;

  /** The kinds of end. */
  public enum Cause {
    /** The server's host name has no address. */
    HOST_UNRESOLVED(false),
    /** No connection: refused, unreachable, or no answer in time. */
    NOT_CONNECTED(false),
    /** No TLS could be made, or not the one that is asked for. */
    TLS_FAILED(true),
    /** TLS could be made, and the server at its other end is not believed. */
    UNTRUSTED(true),
    /** The server took the connection and did not finish the handshake in time. */
    HANDSHAKE_TIMEOUT(false),
    /** A stream header without {@code id}, which leaves nothing to make the proof of. */
    NO_STREAM_ID(true),
    /** Stream error {@code not-authorized}: the secrets differ (XEP-0114 §3). */
    NOT_AUTHORIZED(true),
    /** Stream error {@code host-unknown}: the server does not have this component. */
    HOST_UNKNOWN(true),
    /** Stream error {@code conflict}: another connection holds the domain. */
    CONFLICT(true),
    /** Stream error {@code see-other-host}: the server is to be had elsewhere. */
    MOVED(true),
    /** Any other stream error (RFC 6120 §4.9.3). */
    STREAM_ERROR(false),
    /** The server sent what is no XMPP stream, or more than the limits allow. */
    MALFORMED(false),
    /** The server ended the stream (RFC 6120 §4.4), or the connection without ending the stream. */
    CLOSED(false),
    /** The connection broke. */
    RESET(false),
    /** Nothing came any more, not even the answer to a ping (RFC 6120 §4.6). */
    HUNG(false),
    /** A fault of this bridge; the log has it. */
    FAULT(false),
    /** This side closed the link. */
    STOPPED(false);

    private final boolean operatorNeeded;

    Cause(boolean operatorNeeded) {
      this.operatorNeeded = operatorNeeded;
    }

    /** Whether trying again seldom helps before somebody changes a configuration. */
    public boolean operatorNeeded() {
      return operatorNeeded;
    }
  }

  static LinkEnd of(Cause cause, String text) {
    return new LinkEnd(cause, text, Optional.empty());
  }

  static LinkEnd of(Cause cause, String text, String remedy) {
    return new LinkEnd(cause, text, Optional.of(remedy));
  }

  /** What a stream error from the server means for the component {@code domain}. */
  static LinkEnd streamError(String domain, String condition, Optional<String> text) {
    String said = "the server ended the stream of " + domain + " with " + clip(condition);
    String cause = text.map(words -> said + " (" + clip(words) + ")").orElse(said);
    return switch (condition) {
      case "not-authorized" ->
          of(
              Cause.NOT_AUTHORIZED,
              cause,
              "the secret for "
                  + domain
                  + " differs from the server's: component_secret of Component \""
                  + domain
                  + "\" in Prosody, password of host \""
                  + domain
                  + "\" under ejabberd_service in ejabberd, which answers so too if it has no such"
                  + " host");
      case "host-unknown" ->
          of(
              Cause.HOST_UNKNOWN,
              cause,
              "declare the component in the server: Component \""
                  + domain
                  + "\" in Prosody, host \""
                  + domain
                  + "\" under ejabberd_service in ejabberd");
      case "conflict" ->
          of(
              Cause.CONFLICT,
              cause,
              "another program is connected as " + domain + ": stop one of the two");
      case "see-other-host" -> // not followed: RFC 6120 §4.9.3.19 warns of where it may lead
          of(
              Cause.MOVED,
              cause,
              "the server wants its components elsewhere: if that is right, set component.host and"
                  + " component.port to it");
      case "invalid-namespace" ->
          of(
              Cause.STREAM_ERROR,
              cause,
              "that port does not take components: set component.port to the one that does");
      default -> of(Cause.STREAM_ERROR, cause);
    };
  }

  /** What a peer wrote, short and in one line, so that it can forge no line of a log. */
  static String clip(String words) {
    String line = words.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= MAX_QUOTED_CHARS ? line : line.substring(0, MAX_QUOTED_CHARS) + "…";
  }

  /** Cause and, where there is one, remedy in one line for logs. */
  @Override
  public String toString() {
    return remedy.map(words -> text + "; " + words).orElse(text);
  }
}
