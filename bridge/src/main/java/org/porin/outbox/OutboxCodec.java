package org.porin.outbox;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.porin.address.ImUri;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.passport.Attestation;
import org.porin.profile.Assertion;
import org.porin.profile.Carried;
import org.porin.profile.Carried.Field;
import org.porin.profile.Carried.Proof;
import org.porin.profile.Conversation;
import org.porin.profile.MessageOperation;
import org.porin.profile.Origin;
import org.porin.profile.Origin.Side;
import org.porin.profile.Sending;
import org.porin.profile.TransId;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/**
 * A row to octets and back: a version, then each value in turn. The octets of the entity are those
 * that came. Whoever reads it believes nothing: a database is in others' hands too. Stateless.
 */
final class OutboxCodec {
  /** What rows begin with. Rows of an older Porin are read; of a newer one they are not. */
  static final int VERSION = 1;

  /** The most octets of one row. */
  static final int MOST_OCTETS = 1 << 25;

  private static final int MOST_TEXT = 1 << 16;
  private static final int MOST_MARKS = 256;
  private static final int MOST_FIELDS = 4_096;
  private static final int ROOM = 640;

  /** What the edges let in, and what mapping adds to it. */
  private static final CpimLimits LIMITS = new CpimLimits(MOST_OCTETS, 1 << 17, MOST_OCTETS);

  private OutboxCodec() {}

  /**
   * Writes a row.
   *
   * @throws IllegalArgumentException when something in it is larger than would be read
   */
  static byte[] encode(OutboxRow row) {
    MessageOperation operation = row.operation();
    OctetWriter out = new OctetWriter(ROOM + operation.content().entity().octets().length());
    out.octet(VERSION).octet(row.direction().ordinal()).number(row.recordedAt());
    out.number(row.expires()).text(row.token()).number(row.sequence());
    uri(out, operation.source());
    uri(out, operation.destination());
    out.text(operation.transId().value()).number(operation.maxForwards());
    out.number(operation.trace().size());
    operation.trace().forEach(out::text);
    origin(out, operation.origin());
    out.text(operation.repeatKey());
    out.text(operation.conversation().thread()).text(operation.conversation().resource());
    out.octets(CpimCodec.encode(operation.content()));
    carried(out, operation.carried());
    byte[] octets = out.toArray();
    int fields = operation.carried().map(each -> each.fields().size()).orElse(0);
    int gateways = operation.carried().map(each -> each.gateways().size()).orElse(0);
    if (octets.length > MOST_OCTETS
        || operation.trace().size() > MOST_MARKS
        || gateways > MOST_MARKS
        || fields > MOST_FIELDS) {
      throw new IllegalArgumentException("the message is larger than a row can be");
    }
    return octets;
  }

  private static void uri(OctetWriter out, ImUri uri) {
    out.text(uri.localPart()).text(uri.domain());
  }

  private static void origin(OctetWriter out, Origin origin) {
    out.octet(origin.side().ordinal()).text(origin.peer());
    Optional<Assertion> assertion = origin.assertion();
    out.octet(assertion.isPresent() ? 1 : 0);
    if (assertion.isPresent()) {
      Assertion it = assertion.get();
      out.octet(it.attestation().ordinal()).text(it.signer());
      out.number(it.issuedAt().getEpochSecond()).number(it.issuedAt().getNano()).text(it.token());
      out.text(it.enclosed());
    }
  }

  /** What passes on unchanged, octet for octet. */
  private static void carried(OctetWriter out, Optional<Carried> carried) {
    out.octet(carried.isPresent() ? 1 : 0);
    if (carried.isPresent()) {
      Carried it = carried.get();
      out.number(it.fields().size());
      it.fields().forEach(field -> out.text(field.name()).text(field.value()));
      out.octets(it.body()).octet(it.proof().ordinal()).number(it.gateways().size());
      it.gateways().forEach(out::text);
    }
  }

  /**
   * Reads a row.
   *
   * @throws MalformedException when {@link #encode} of this Porin, or of one before it, did not
   *     write it
   */
  static OutboxRow decode(byte[] octets) throws MalformedException {
    if (octets.length > MOST_OCTETS) {
      throw new MalformedException("a shorter row", MOST_OCTETS);
    }
    OctetReader in = new OctetReader(octets);
    try {
      if (in.octet() != VERSION) {
        throw in.fault("a row of version " + VERSION);
      }
      Direction direction = Direction.values()[in.number(Direction.values().length - 1)];
      long recordedAt = in.number();
      long expires = in.number();
      String token = in.text(Sending.TOKEN_CHARS);
      int sequence = in.number(Sending.MAX_SEQUENCE);
      MessageOperation operation = operation(in);
      in.end();
      Sending unused = new Sending(token, sequence, 0, false); // what it checks is checked here
      return new OutboxRow(direction, recordedAt, expires, token, sequence, operation);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw in.fault("values as they are written"); // a value that checks itself refused one
    }
  }

  private static MessageOperation operation(OctetReader in) throws MalformedException {
    ImUri source = uri(in);
    ImUri destination = uri(in);
    TransId transId = new TransId(in.text(MOST_TEXT));
    int maxForwards = in.number(255);
    int marks = in.number(MOST_MARKS);
    List<String> trace = new ArrayList<>(marks);
    for (int i = 0; i < marks; i++) {
      trace.add(in.text(MOST_TEXT));
    }
    return new MessageOperation(
        source,
        destination,
        transId,
        maxForwards,
        trace,
        origin(in),
        in.optionalText(MOST_TEXT),
        new Conversation(in.optionalText(MOST_TEXT), in.optionalText(MOST_TEXT)),
        CpimCodec.decodeLenient(in.octets(MOST_OCTETS), LIMITS),
        carried(in));
  }

  private static ImUri uri(OctetReader in) throws MalformedException {
    return new ImUri(in.text(MOST_TEXT), in.text(MOST_TEXT));
  }

  private static Origin origin(OctetReader in) throws MalformedException {
    Side side = Side.values()[in.number(Side.values().length - 1)];
    String peer = in.text(MOST_TEXT);
    if (!in.flag()) {
      return new Origin(side, peer);
    }
    return new Origin(
        side,
        peer,
        Optional.of(
            new Assertion(
                Attestation.values()[in.number(Attestation.values().length - 1)],
                in.text(MOST_TEXT),
                Instant.ofEpochSecond(in.number(), in.number(999_999_999)),
                in.text(MOST_TEXT),
                in.optionalText(MOST_TEXT))));
  }

  private static Optional<Carried> carried(OctetReader in) throws MalformedException {
    if (!in.flag()) {
      return Optional.empty();
    }
    List<Field> fields = new ArrayList<>();
    for (int left = in.number(MOST_FIELDS); left > 0; left--) {
      fields.add(new Field(in.text(MOST_OCTETS), in.text(MOST_OCTETS)));
    }
    Octets body = in.octets(MOST_OCTETS);
    Proof proof = Proof.values()[in.number(Proof.values().length - 1)];
    List<String> gateways = new ArrayList<>();
    for (int left = in.number(MOST_MARKS); left > 0; left--) {
      gateways.add(in.text(MOST_TEXT));
    }
    return Optional.of(new Carried(fields, body, proof, gateways));
  }
}
