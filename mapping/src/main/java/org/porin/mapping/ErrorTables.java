package org.porin.mapping;

import static java.util.Map.entry;
import static org.porin.stanza.StanzaError.Condition.BAD_REQUEST;
import static org.porin.stanza.StanzaError.Condition.FEATURE_NOT_IMPLEMENTED;
import static org.porin.stanza.StanzaError.Condition.FORBIDDEN;
import static org.porin.stanza.StanzaError.Condition.GONE;
import static org.porin.stanza.StanzaError.Condition.INTERNAL_SERVER_ERROR;
import static org.porin.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static org.porin.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static org.porin.stanza.StanzaError.Condition.NOT_AUTHORIZED;
import static org.porin.stanza.StanzaError.Condition.POLICY_VIOLATION;
import static org.porin.stanza.StanzaError.Condition.RECIPIENT_UNAVAILABLE;
import static org.porin.stanza.StanzaError.Condition.REDIRECT;
import static org.porin.stanza.StanzaError.Condition.REGISTRATION_REQUIRED;
import static org.porin.stanza.StanzaError.Condition.REMOTE_SERVER_NOT_FOUND;
import static org.porin.stanza.StanzaError.Condition.REMOTE_SERVER_TIMEOUT;
import static org.porin.stanza.StanzaError.Condition.RESOURCE_CONSTRAINT;
import static org.porin.stanza.StanzaError.Condition.UNEXPECTED_REQUEST;

import java.util.Map;
import org.porin.stanza.StanzaError.Condition;
import org.porin.stanza.StanzaError.Type;

/** The tables of RFC 7247 §7, and what TRUST 7 adds for the codes of RFC 8224. */
final class ErrorTables {
  private static final Map<Integer, Condition> CONDITIONS =
      Map.ofEntries(
          entry(300, REDIRECT),
          entry(301, GONE),
          entry(302, REDIRECT),
          entry(305, REDIRECT),
          entry(380, NOT_ACCEPTABLE),
          entry(400, BAD_REQUEST),
          entry(401, NOT_AUTHORIZED),
          entry(402, BAD_REQUEST),
          entry(403, FORBIDDEN),
          entry(404, ITEM_NOT_FOUND),
          entry(405, FEATURE_NOT_IMPLEMENTED),
          entry(406, NOT_ACCEPTABLE),
          entry(407, REGISTRATION_REQUIRED),
          entry(408, REMOTE_SERVER_TIMEOUT),
          entry(410, GONE),
          entry(413, POLICY_VIOLATION),
          entry(414, POLICY_VIOLATION),
          entry(415, NOT_ACCEPTABLE),
          entry(416, NOT_ACCEPTABLE),
          entry(420, FEATURE_NOT_IMPLEMENTED),
          entry(421, NOT_ACCEPTABLE),
          entry(423, RESOURCE_CONSTRAINT),
          entry(428, NOT_AUTHORIZED),
          entry(430, RECIPIENT_UNAVAILABLE),
          entry(436, INTERNAL_SERVER_ERROR),
          entry(437, POLICY_VIOLATION),
          entry(438, NOT_AUTHORIZED),
          entry(439, FEATURE_NOT_IMPLEMENTED),
          entry(440, POLICY_VIOLATION),
          entry(480, RECIPIENT_UNAVAILABLE),
          entry(481, ITEM_NOT_FOUND),
          entry(482, NOT_ACCEPTABLE),
          entry(483, NOT_ACCEPTABLE),
          entry(484, ITEM_NOT_FOUND),
          entry(485, ITEM_NOT_FOUND),
          entry(486, RECIPIENT_UNAVAILABLE),
          entry(487, RECIPIENT_UNAVAILABLE),
          entry(488, NOT_ACCEPTABLE),
          entry(489, POLICY_VIOLATION),
          entry(491, UNEXPECTED_REQUEST),
          entry(493, BAD_REQUEST),
          entry(500, INTERNAL_SERVER_ERROR),
          entry(501, FEATURE_NOT_IMPLEMENTED),
          entry(502, REMOTE_SERVER_NOT_FOUND),
          entry(503, INTERNAL_SERVER_ERROR),
          entry(504, REMOTE_SERVER_TIMEOUT),
          entry(505, NOT_ACCEPTABLE),
          entry(513, POLICY_VIOLATION),
          entry(600, RECIPIENT_UNAVAILABLE),
          entry(603, RECIPIENT_UNAVAILABLE),
          entry(604, ITEM_NOT_FOUND),
          entry(606, NOT_ACCEPTABLE));

  private ErrorTables() {}

  /** Table 3: the condition for a status code, 300 to 699. */
  static Condition condition(int status) {
    Condition listed = CONDITIONS.get(status);
    if (listed != null) {
      return listed;
    }
    return switch (status / 100) {
      case 3 -> REDIRECT;
      case 4 -> BAD_REQUEST;
      case 5 -> INTERNAL_SERVER_ERROR;
      default -> RECIPIENT_UNAVAILABLE;
    };
  }

  /**
   * What the sender can do about a status code: as its condition has it, but where TRUST 7 knows
   * more.
   */
  static Type type(int status, Condition condition) {
    return switch (status) {
      case 436 -> Type.WAIT;
      case 437 -> Type.CANCEL;
      default -> condition.usualType();
    };
  }

  /**
   * Table 2: the status code for a condition.
   *
   * @param fullJid whether the error speaks of a full JID: notes 1 and 2
   * @param withAddress whether {@code <gone/>} says the new address: note 3
   */
  static int status(Condition condition, boolean fullJid, boolean withAddress) {
    return switch (condition) {
      case BAD_REQUEST,
          CONFLICT,
          JID_MALFORMED,
          SUBSCRIPTION_REQUIRED,
          UNDEFINED_CONDITION,
          UNEXPECTED_REQUEST -> // 491 speaks of dialogs, of which MESSAGE has none
          400;
      case FEATURE_NOT_IMPLEMENTED -> fullJid ? 405 : 501;
      case FORBIDDEN -> fullJid ? 403 : 603;
      case GONE -> withAddress ? 301 : 410;
      case INTERNAL_SERVER_ERROR, RESOURCE_CONSTRAINT -> 500;
      case ITEM_NOT_FOUND -> fullJid ? 404 : 604;
      case NOT_ACCEPTABLE -> fullJid ? 406 : 606;
      case NOT_ALLOWED, POLICY_VIOLATION -> 403;
      case NOT_AUTHORIZED -> 401;
      case RECIPIENT_UNAVAILABLE -> fullJid ? 480 : 600;
      case REDIRECT -> 302;
      case REGISTRATION_REQUIRED -> 407;
      case REMOTE_SERVER_NOT_FOUND -> 404;
      case REMOTE_SERVER_TIMEOUT -> 408;
      case SERVICE_UNAVAILABLE -> 403; // note 5: never 503
    };
  }
}
